# Observation.
observation-title = インターネット定点観測
observation-said = インターネット上に置いた複数のセンサーで、届いたパケットを観測しています。グラフの値は、宛先ポートごとのパケット数を稼働中のセンサーの台数で割った平均です。センサーが稼働していない時間は欠測とし、0 とはしません。
observation-sensors = この期間に稼働したセンサーは { $sensors } 台、受け取ったパケットは { $packets } 個でした。
observation-none = この期間の観測記録はありません。
observation-ports-title = ポートスキャンの概況
top-1-5 = 宛先ポート別グラフ 1位から5位（{ $days }）
top-6-10 = 宛先ポート別グラフ 6位から10位（{ $days }）
top-caption = センサー平均の多い宛先ポート（{ $days }）
top-port = 宛先ポート
top-average = センサー平均
top-packets = パケット数
