# Incidents.
incidents-title = Incident reports
incidents-received = From { $days }, { $reports } { $reports-number ->
        [one] message
       *[other] messages
    } by mail, FAX, web form and telephone reported computer security incidents. Counted by IP address (phishing sites by URL), these were { $incidents } { $incidents-number ->
        [one] incident
       *[other] incidents
    }.
incidents-none = From { $days }, no incidents were reported.
incidents-compared = Against the period before, and the same period a year ago
incidents-form = How to report an incident
comparison-what = Counted
comparison-change = Change (%)
compared-reports = Reports
compared-incidents = Incidents
compared-notifications = Notifications
compared-other-messages = Other messages

senders-title = Where reports came from
senders-said = Reports by the top-level domain of their sender, the most frequent first.
senders-none = There were no reports whose sender's domain could be told.
senders-caption = Reports by the sender's top-level domain
senders-domain = Domain
senders-reports = Reports

notifications-title = Notifications
notifications-sent = We sent { $notifications } { $notifications-number ->
        [one] notification
       *[other] notifications
    } to sites in this country and abroad. They rest on reports that asked us to mediate, such as with the source of an access; reminders are not counted.

kinds-title = Incidents by kind
kinds-said = The incidents that were reported, by kind. Phishing mostly goes with an intrusion into a server, but is counted here as phishing.
kinds-chart = Incidents by kind ({ $months })
kinds-chart-title = Incidents by kind
kinds-chart-description = Incidents of each month, a line for each kind.
kinds-caption = Incidents by kind
kinds-kind = Kind
kinds-whole = Total
kind-scan = Scan
kind-forged = Forged sender
kind-intrusion = Intrusion
kind-phishing = Phishing
kind-other = Other

kind-scan-title = Probes, scans and other suspicious accesses (scan)
kind-scan-said = { $incidents } { $incidents-number ->
        [one] access was
       *[other] accesses were
    } attacks that were fended off, or looked for weak points, without effect or with one that can be ignored. Most come from automatic tools that try any host; one without protection is found and may be broken into.
kind-scan-none = No probes, scans or other suspicious accesses were reported.
scan-caption = Ports that scans were aimed at
scan-port = Port
scan-incidents = Incidents
scan-many-ports = Scans over many ports
scan-note = An incident reported with two ports is counted in both rows. "Scans over many ports" are those of one source over several ports that were reported as one.

kind-forged-title = Mail with a forged sender (forged)
kind-forged-said = { $incidents } { $incidents-number ->
        [one] incident was
       *[other] incidents were
    } about mail whose sender or other headers were forged.
kind-forged-none = No mail with forged headers was reported.

kind-intrusion-title = Intrusions (intrusion)
kind-intrusion-said = { $incidents } { $incidents-number ->
        [one] system was
       *[other] systems were
    } broken into, those included in which an administrator's rights were taken.
kind-intrusion-none = No intrusions were reported.

kind-phishing-title = Phishing (phishing)
kind-phishing-said = { $incidents } { $incidents-number ->
        [one] site
       *[other] sites
    } passed themselves off as those of banks, auctions or internet providers, to take account numbers, passwords and the like.
kind-phishing-none = No phishing was reported.
takedowns-said = { $sites } harmful { $sites-number ->
        [one] site was
       *[other] sites were
    } seen to be gone in this period, on average { $days } business { $days-number ->
        [one] day
       *[other] days
    } after the report.

kind-other-title = Other (other)
kind-other-said = { $incidents } { $incidents-number ->
        [one] incident was
       *[other] incidents were
    } none of these: denial of service, computer viruses, malware and others.
kind-other-none = No other incidents were reported.

refined-caption = Of these in particular
refined-what = What
refinement-web-defacement = Web sites that were changed
refinement-malware-site = Sites that hand out malware
refinement-dos = Denial of service (DoS)
refinement-ics = About industrial control systems
refinement-targeted-attack = Targeted attacks

other-messages-title = Messages other than reports
other-messages-said = Besides reports, { $messages } { $messages-number ->
        [one] message
       *[other] messages
    } with questions or the like asked for something to be done.
other-messages-none = Besides reports, no message asked for anything to be done.
