"""The eyes of these tests see what they are there to see."""

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Watch, accessibility_faults, overhang

pytestmark = pytest.mark.browser

BAD_PAGE = """<html><head><title>悪い例</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'"></head><body>
<img src="data:image/gif;base64,R0lGOD">
<p style="color: #bbb; background: #fff">薄い字</p><input name="unlabelled">
<div style="width: 3000px">広すぎる</div>
<script>console.error("broken"); fetch("http://elsewhere.invalid/x").catch(() => 0); missing()</script>
</body></html>"""


def test_bad_page_is_found_out_in_every_respect(chromium: Browser) -> None:
    page = chromium.new_page()
    watch = Watch(page, "127.0.0.1:1")
    page.set_content(BAD_PAGE)

    faults = " ".join(accessibility_faults(page))
    assert {"html-has-lang", "color-contrast", "label"} <= {word.strip(":") for word in faults.split()}
    assert overhang(page) > 1000
    assert any(fault == "console: broken" for fault in watch.faults)
    assert any(fault.startswith("script: ") and "missing" in fault for fault in watch.faults)
    assert "left the host: http://elsewhere.invalid/x" in watch.faults
    assert any("Content Security Policy" in fault for fault in watch.faults)
    page.close()
