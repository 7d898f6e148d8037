"""Chinese input on Linux desktops: what runs there is found before Qt starts, and served."""
