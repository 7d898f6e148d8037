"""Drawing a random sample of households (住户抽样)."""

from desk_app.views.samples.dialog import SamplesDialog, open_samples

__all__ = ["SamplesDialog", "open_samples"]
