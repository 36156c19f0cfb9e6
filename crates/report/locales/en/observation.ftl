# Observation.
observation-title = Fixed-point observation of the internet
observation-said = Sensors at several places of the internet record the packets that reach them. What is drawn are averages: packets to a port divided by the sensors that were alive. Hours in which no sensor was alive are gaps, never zero.
observation-sensors = { $sensors } { $sensors-number ->
        [one] sensor
       *[other] sensors
    } listened in this period and received { $packets } { $packets-number ->
        [one] packet
       *[other] packets
    }.
observation-none = There are no records of observation in this period.
observation-ports-title = Port scans
top-1-5 = Places 1 to 5 by destination port ({ $days })
top-6-10 = Places 6 to 10 by destination port ({ $days })
top-caption = Destination ports with the largest averages per sensor ({ $days })
top-port = Destination port
top-average = Average per sensor
top-packets = Packets

watched-title = Ports that are watched
watched-said = Ports that changed are followed, and looked over each period. What shows no notable change in two periods is dropped.
watched-first-seen = First seen on { $day }.
watched-course = { $port }: the average per sensor was { $now } in this period and { $before } in the one before; a day's changed by { $change }%.
watched-average = { $port }: the average per sensor was { $now } in this period.
watched-gap = { $port } could not be observed in this period: no sensor was alive.
watched-proposed = There was no notable change in this period. Without one in the next, the next report will not have it.
watched-dropped = This report has it for the last time.
watched-chart = { $title } ({ $days })
