"""Writers: one module a format, each with its `FORMAT`; `exchange.formats` lists them."""
