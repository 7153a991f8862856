"""Sphinx's settings that all languages share; `build.py` gives the others."""

# What reads notebooks, and ours.
extensions = ["myst_nb", "site_edition.extension"]
templates_path = ["templates"]

html_theme = "furo"
html_css_files = ["site.css"]
html_js_files = [("scrolled.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
# A summary would load each page that was found, with its figures.
html_show_search_summary = False
# Sphinx's own keep less than 4.5:1 in places.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/languages.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}

# A notebook shows what it was executed to.
nb_execution_mode = "off"
nb_merge_streams = True

html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath"]
# Headings are called as JupyterLab calls them, and so do our links.
myst_heading_anchors = 6
myst_heading_slug_func = "site_edition.extension.anchor"
# Quotes stay as they are written.
smartquotes = False
# Rust's lexer knows no `:dep` line, and Python's nothing of what the original leaves out.
suppress_warnings = ["misc.highlighting_failure"]
