# What only the HTML says.
html-skip = 本文へ移動
html-notice = お知らせ
html-table = 数値を表で見る
html-nothing = 値なし
