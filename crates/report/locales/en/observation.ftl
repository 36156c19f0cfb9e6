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
