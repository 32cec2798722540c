"""Files that a bundle is made of, with holes `@NAME@`: start scripts and the page for the reader."""
