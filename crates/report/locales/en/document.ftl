# What both renderers say around a report.
document-contents = Contents
document-topics = Topics
document-topic = Topic { $number }
document-changes = Changes since the edition before
document-csv = These numbers as CSV
