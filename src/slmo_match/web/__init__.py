"""The local page and its JSON endpoint; needs the extra ``slmo-match[web]``."""
