# What only the HTML says.
html-skip = Skip to content
html-notice = Notice
html-table = Numbers as a table
html-nothing = no value
