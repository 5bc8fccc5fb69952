"""What browser tests share: which browser, which sizes, and axe."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

CHROMIUM = os.environ.get("TITIAN_CHROMIUM") or shutil.which("chromium")
HOW = "Chromium tidak ada: apt-get install chromium, atau TITIAN_CHROMIUM=/jalan/ke/chromium. / No Chromium."
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
