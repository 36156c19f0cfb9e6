//! Every class of attack that other programs of this kind fell to, tried against this one.
//!
//! | class | example | tried by |
//! |---|---|---|
//! | 1 script in a mail | RTIR CVE-2026-105456, RT CVE-2022-25802, Zammad CVE-2018-1000154 | [`text`], `desk::hostile`, `browser::desk` |
//! | 2 script by users | IRIS CVE-2026-16969, TheHive CVE-2024-22876, -22877 | [`text`], `web::desk::tests` |
//! | 3 forged control headers | RT CVE-2023-41259, -41260 | incident `attacks::control`, `notify::replies` |
//! | 4 templates | IRIS CVE-2024-25624 | [`text`], incident `attacks::outward`, `notify::drafts::a_text_reaches_nothing_but_its_values` |
//! | 5 paths | IRIS CVE-2026-22783 | [`paths`], incident `attacks::control`, `desk::hostile` |
//! | 5 mass assignment | IRIS CVE-2026-22783, CVE-2026-42540 | [`fields`] |
//! | 6 our own network | TheHive CVE-2025-48739, Zammad CVE-2021-42091 | incident `attacks::outward`, fetch `guard`, `proxy`, `bounds` |
//! | 7 commands | IntelMQ Manager CVE-2020-11016, OTRS CVE-2017-16921 | [`processes`] |
//! | 8 access | RT CVE-2026-108270, TheHive CVE-2025-48741 | [`access`], `staff::others`, `desk::data` |
//! | 8 leaks | RT CVE-2026-44231, OTRS CVE-2021-36096 | [`leaks`], account `kept`, `pages::no_sensor_is_named_and_no_source_shown` |
//! | 9 forms of others | TheHive CVE-2025-48740 | [`forms`], `staff::others::no_form_of_the_desk_is_taken_from_another_site_or_session`, `report` |
//! | 9 signing in | TheHive CVE-2023-39069, ADV-2023-004 | [`sign_in`], `staff::sign_in`, account `sign_in`, `totp` |
//! | 9 mail bombing | TheHive CVE-2025-48738 | [`bombing`], `report::the_eleventh_report_at_once_has_to_wait` |
//! | 10 TLS | OTRS CVE-2023-5422 | mail `tls`, fetch `tls`, incident `notify::outbox::a_server_without_starttls_gets_no_message_and_no_password` |
//! | 10 revoked keys | OTRS CVE-2010-4764 | mail `openpgp::a_revoked_key_is_said` |
//! | 11 memory | RT CVE-2014-9472, CVE-2018-18898 | incident `attacks::flood`, mail `hostile` |
//! | 11 loops | | incident `attacks::replies` |
//! | 11 sensors that lie | | [`collector`]; frames and deliveries by themselves: wire `refused`, `deliveries` |
//! | 12 formulas | | incident `attacks::outward`, `notify::drafts`, `desk::data::csv_holds_no_formula`, [`paths`] |
//! | 12 header fields | | incident `notify::drafts::header_fields_come_from_us_alone`, mail `compose`, [`paths`] |
//!
//! No test here asks what the program is made of, with one exception ([`processes`]): each does what an attacker
//! does, over the real routes and a real database, and looks whether it helped.

mod access;
mod bombing;
mod collector;
mod fields;
mod forms;
mod inert;
mod leaks;
mod paths;
mod processes;
mod sign_in;
mod text;
