"""Words of Qt's own file dialog that its translation files have under an older heading."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

_ASKED, _HELD = "QAbstractFileIconProvider", "QFileDialog"
"""Where Qt looks for the kinds of files, and where its Chinese translation has them."""


class FileWords(QTranslator):
    """Answers for kinds of files (文件夹, 驱动器) and for nothing else."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = QTranslator(self)
        self._kept.load(
            "qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        )

    @classmethod
    def installed(cls, application: QCoreApplication) -> bool:
        """Have the application ask it too; say whether it does."""
        return application.installTranslator(cls(application))

    def isEmpty(self) -> bool:
        return self._kept.isEmpty()

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803  the name is Qt's
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Return the word, or nothing, which leaves the word to the other translations."""
        if context != _ASKED:
            return None  # type: ignore[return-value]  # "" would be taken as the translation
        return self._kept.translate(_HELD, sourceText, disambiguation, n)
