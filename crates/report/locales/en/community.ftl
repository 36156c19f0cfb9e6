# What was done with others.
international-title = International coordination
international-events-title = With organisations abroad
international-trainings-title = Trainings for teams abroad
national-title = Help in building teams, and work within the country
support-title = Help in building CSIRTs
national-events-title = Events in the country
engagements-title = Parts in associations
lectures-title = Lectures
articles-title = Articles

events-said = Events that we held, joined or helped to organise in this period.
events-none = There are no records of this period.
trainings-said = { $trainings } { $trainings-number ->
        [one] training was
       *[other] trainings were
    } held in this period.
trainings-none = No training was held in this period.
training-held = { $days } { $days-number ->
        [one] day
       *[other] days
    }, with { $countries } { $countries-number ->
        [one] country or region
       *[other] countries and regions
    }
training-days = { $days } { $days-number ->
        [one] day
       *[other] days
    }
training-countries = With { $countries } { $countries-number ->
        [one] country or region
       *[other] countries and regions
    }
training-who = Took part: { $names }
training-organiser = Held by { $name }
engagements-said = We have a part in these associations.
engagement = { $association }: { $role }
when-where = { $when }, { $place }
event-lead = { $title } ({ $role })

support-said = Companies, organisations and groups that want to build a CSIRT, or have its work done, were helped { $supports } { $supports-number ->
        [one] time
       *[other] times
    } in this period: { $company } { $company-number ->
        [one] company
       *[other] companies
    }, { $organisation } { $organisation-number ->
        [one] organisation
       *[other] organisations
    }, { $group } { $group-number ->
        [one] group
       *[other] groups
    }.
support-none = There are no records of such help in this period.

lectures-said = { $lectures } { $lectures-number ->
        [one] lecture was
       *[other] lectures were
    } given in this period.
lectures-none = There are no records of lectures in this period.
articles-said = { $articles } { $articles-number ->
        [one] article was
       *[other] articles were
    } published in this period.
articles-none = There are no records of articles in this period.
quoted = “{ $title }”
person = { $name }, { $role }
article-pages = Page { $pages }
