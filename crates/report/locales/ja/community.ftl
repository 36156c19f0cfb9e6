# What was done with others.
international-title = 国際連携活動
international-events-title = 海外組織との連携
international-trainings-title = 海外 CSIRT へのトレーニング
national-title = CSIRT 構築支援と国内の連携
support-title = 国内の CSIRT 構築支援
national-events-title = 国内の行事
engagements-title = 団体への参画
lectures-title = 講演活動
articles-title = 掲載記事

events-said = この期間に開催、参加、運営協力した行事は次のとおりです。
events-none = この期間の記録はありません。
trainings-said = この期間に実施したトレーニングは { $trainings } 件です。
trainings-none = この期間に実施したトレーニングはありません。
training-held = { $days } 日間、{ $countries } か国・地域が参加
training-days = { $days } 日間
training-countries = { $countries } か国・地域が参加
training-who = 参加: { $names }
training-organiser = 主催: { $name }
engagements-said = 次の団体で役割を担っています。
engagement = { $association } { $role }
when-where = { $when } { $place }
event-lead = { $title }（{ $role }）

support-said = CSIRT やその機能をつくろうとする企業や組織、団体への支援は、この期間に { $supports } 件（{ $company } 企業、{ $organisation } 組織、{ $group } 団体）でした。
support-none = この期間の支援の記録はありません。

lectures-said = この期間の講演は { $lectures } 件です。
lectures-none = この期間の講演の記録はありません。
articles-said = この期間に掲載された記事は { $articles } 件です。
articles-none = この期間の掲載記事の記録はありません。
quoted = 「{ $title }」
person = { $role } { $name }
article-pages = { $pages } ページ
