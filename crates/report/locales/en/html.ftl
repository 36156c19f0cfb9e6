# What only the HTML says.
html-skip = Skip to content
html-notice = Notice
html-contents = Contents
html-topics = Topics
html-topic = Topic { $number }
html-changes = Changes since the edition before
html-csv = These numbers as CSV
html-table = Numbers as a table
html-nothing = no value
