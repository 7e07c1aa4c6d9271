"""The theme of the sites, over Material's: templates, styles and scripts, which MkDocs knows as `factsheet`."""
