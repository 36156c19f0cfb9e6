observe-title = Internet observation
observe-lead = Packets by destination port, divided by the number of sensors that were listening at the time.
observe-ten = The ten ports with the highest averages
observe-part = Course over { $period }
observe-other = Look at another port
observe-icmp = The course of ICMP
top-1-5 = Destination ports, places 1 to 5
top-6-10 = Destination ports, places 6 to 10
figure-heading = { $title } ({ $days })
figure-data = Data:
figure-terms = Free to use by anyone who names the source.
figure-terms-link = Terms of use
figure-table = Show the table of figures
table-hour = Hour
table-day = Day
table-week = Week from
table-sensors = Sensors alive
table-gap = not observed
table-gap-note = “–”: no sensor was alive, so nothing was observed.
listing-caption = Ports with the highest averages ({ $period })
listing-rank = Place
listing-port = Port
listing-service = Usual service
listing-average = Average per sensor
listing-packets = Packets
listing-spread = Between sensors
listing-spread-of = low / median / high
listing-note = The average per sensor is the sum over the whole period. The usual service is what commonly runs on a port; it need not be what a packet was after.
one-sensor = one sensor dominates
one-sensor-note = A single sensor makes up more than half of the packets. The average may not stand for the whole.
basis = Based on { $packets } packets that reached { $alive ->
    [one] one sensor
   *[other] { $alive } sensors ({ $fewest } to { $most } at a time)
}.
basis-dark = For { $hours ->
    [one] one hour
   *[other] { $hours } hours
} no sensor was listening; that is shown as a gap.
basis-withheld = { $hours ->
    [one] One hour is
   *[other] { $hours } hours are
} withheld: too new, or heard by too few sensors.
empty-lake = There is no data yet.
empty-period = No packet was observed in this period.
period-of-class = { $period }, { $class }
