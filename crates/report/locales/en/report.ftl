# What the report says by itself, whatever it reports.
said = { $text }
report-title = Activity report { $months }
edition-draft = Draft
edition-issued = Edition { $number }, issued { $day }
table = Table
chart = Figure
left-out-no-domain = nothing here deals with this yet
information-title = Information provided
vulnerability-title = Vulnerability information
bots-title = Measures against bots

contact-title = Contact
contact-mail = Mail: { $sign }
contact-phone = Telephone: { $sign }
contact-fax = FAX: { $sign }
contact-fingerprint = Fingerprint of the OpenPGP key: { $sign }
contact-form = To report an incident
contact-form-here = Report form
