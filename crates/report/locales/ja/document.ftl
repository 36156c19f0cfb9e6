# What both renderers say around a report.
document-contents = 目次
document-topics = トピック
document-topic = トピック{ $number }
document-changes = 前の版からの変更点
document-csv = この図の数値(CSV)
