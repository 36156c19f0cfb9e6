//! Bounces in the styles of the systems that write them, in our own words and addresses; and what is none.

use mail::bounce::{Action, Bounce};
use mail::{Nature, bounce};

#[track_caller]
fn read(mail: &str) -> Bounce {
    let bounce = bounce::read(&mail::read(mail.as_bytes())).expect("it is a bounce");
    let old = mail.replace('\n', "\r");
    assert_eq!(
        bounce::read(&mail::read(old.as_bytes())).as_ref(),
        Some(&bounce),
        "with lines that end in CR"
    );
    bounce
}

/// `address action status reply` of each recipient.
#[track_caller]
fn check(mail: &str, recipients: &[&str], message_id: Option<&str>, subject: Option<&str>) -> Bounce {
    let bounce = read(mail);
    let said = |one: &bounce::Recipient| {
        let status = one.status.as_deref().unwrap_or("-");
        let reply = one.reply.map_or_else(|| "-".to_owned(), |reply| reply.to_string());
        format!("{} {:?} {status} {reply}", one.address, one.action)
    };
    assert_eq!(bounce.recipients.iter().map(said).collect::<Vec<_>>(), recipients);
    assert_eq!((bounce.message_id.as_deref(), bounce.subject.as_deref()), (message_id, subject));
    bounce
}

const ORIGINAL: &str = "From: desk@example.jp\nTo: abuse@example.net\nSubject: =?utf-8?B?6YCa55+l?= [HINOMI#7]\n\
                        Message-ID: <notification.7.abc@example.jp>\n\nPlease look.\n";

#[test]
fn a_delivery_status_is_read_by_its_fields() {
    let mail = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: desk@example.jp\n\
         Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\n\nThis is the mail system at host mx.example.net.\n\n<abuse@example.net>: mailbox full\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\nArrival-Date: x\n\n\
         Final-Recipient: rfc822; abuse@example.net\nOriginal-Recipient: rfc822;abuse@example.net\nAction: failed\nStatus: 5.2.2\n\
         Diagnostic-Code: smtp; 552 5.2.2 <abuse@example.net>: mailbox\n    is full\n\n\
         Final-Recipient: rfc822; noc@example.net\nAction: delayed\nStatus: 4.4.1\n\n\
         --b\nContent-Type: message/rfc822\n\n{ORIGINAL}--b--\n"
    );
    let recipients = ["abuse@example.net Failed 5.2.2 552", "noc@example.net Delayed 4.4.1 -"];
    let bounce = check(&mail, &recipients, Some("notification.7.abc@example.jp"), Some("通知 [HINOMI#7]"));
    assert_eq!(
        bounce.recipients[0].diagnostic.as_deref(),
        Some("552 5.2.2 <abuse@example.net>: mailbox is full")
    );
}

#[test]
fn a_success_is_told_from_a_failure() {
    for (said, action) in
        [("delivered", Action::Delivered), ("relayed", Action::Relayed), ("expanded", Action::Expanded)]
    {
        let mail = format!(
            "From: postmaster@example.net\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;a@example.net\nAction: {said}\n\n--b--\n"
        );
        assert_eq!(read(&mail).recipients[0].action, action);
    }
}

#[test]
fn free_texts_are_read() {
    // In the manner of qmail.
    check(
        &format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.jp\nTo: desk@example.jp\nSubject: failure notice\n\n\
             Hi. This is the qmail-send program at mx.example.jp.\nI gave up.\n\n<abuse@example.net>:\n192.0.2.25 does not like recipient.\n\
             Remote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.25.\n\n--- Below this line is a copy of the message.\n\n{ORIGINAL}"
        ),
        &["abuse@example.net Failed 5.1.1 550"],
        Some("notification.7.abc@example.jp"),
        Some("通知 [HINOMI#7]"),
    );
    // Of exim.
    check(
        &format!(
            "Return-Path: <>\nX-Failed-Recipients: abuse@example.net\nFrom: Mail Delivery System <Mailer-Daemon@mx.example.jp>\nTo: desk@example.jp\n\
             Subject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\n\
             The following address(es) failed:\n\n  abuse@example.net\n    SMTP error from remote mail server after RCPT TO:<abuse@example.net>:\n\
             \x20   host mx.example.net [192.0.2.25]: 550 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\n{ORIGINAL}"
        ),
        &["abuse@example.net Failed - 550"],
        Some("notification.7.abc@example.jp"),
        Some("通知 [HINOMI#7]"),
    );
    // Of old sendmail.
    check(
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.jp>\nTo: desk@example.jp\nSubject: Returned mail: User unknown\n\n\
         The original message was received at Tue, 1 Jan 2008 09:00:00 +0900\nfrom desk@localhost\n\n\
         \x20  ----- The following addresses had permanent fatal errors -----\n<abuse@example.net>\n<noc@example.net>\n\n\
         \x20  ----- Transcript of session follows -----\n... while talking to mx.example.net.:\n>>> RCPT To:<abuse@example.net>\n\
         <<< 550 5.1.1 <abuse@example.net>... User unknown\n550 <noc@example.net>... User unknown\n",
        &["abuse@example.net Failed 5.1.1 550", "noc@example.net Failed - 550"],
        None,
        None,
    );
    // Of a Japanese carrier, which names the recipient in a sentence of its own.
    check(
        "Return-Path: <>\nFrom: Postmaster@example.ne.jp\nTo: desk@example.jp\nSubject: Mail System Error - Returned Mail\n\
         Content-Type: text/plain; charset=utf-8\n\n次のあて先へのメッセージはエラーのため送信できませんでした。\n\n\
         \x20   Recipient: <aoki@example.ne.jp>\n    >>> RCPT TO:<aoki@example.ne.jp>\n    <<< 550 <aoki@example.ne.jp>: User unknown\n",
        &["aoki@example.ne.jp Failed - 550"],
        None,
        None,
    );
    // Of Exchange.
    check(
        "From: postmaster@example.net\nTo: desk@example.jp\nSubject: Undeliverable: report\n\nYour message did not reach some or all of the intended recipients.\n\n\
         \x20     Subject:  report\n\nThe following recipient(s) could not be reached:\n\n      abuse@example.net on 1/1/2008 9:00 AM\n            \
         The recipient name is not recognized. #5.1.1\n",
        &["abuse@example.net Failed 5.1.1 -"],
        None,
        Some("report"),
    );
}

#[test]
fn a_warning_is_a_delay() {
    let mail = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.jp\nTo: desk@example.jp\nSubject: Warning: could not send message for past 4 hours\n\n\
                ** THIS IS A WARNING MESSAGE ONLY **\n\n<abuse@example.net>: 450 4.2.0 try later\n";
    check(mail, &["abuse@example.net Delayed 4.2.0 450"], None, None);
}

#[test]
fn a_bounce_that_names_nobody_still_tells_its_message() {
    let mail = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.jp\nSubject: failure notice\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\n\nSorry.\n--b\nContent-Type: message/rfc822\n\n{ORIGINAL}--b--\n"
    );
    check(
        &mail,
        &["abuse@example.net Failed - -"],
        Some("notification.7.abc@example.jp"),
        Some("通知 [HINOMI#7]"),
    );
}

#[test]
fn reports_that_look_like_bounces_are_reports() {
    let check = |mail: &str, expect: Nature| {
        let message = mail::read(mail.as_bytes());
        assert_eq!(message.nature, expect, "{mail}");
        assert_eq!(bounce::read(&message), None);
    };
    // A person sends a bounce on, in the text or attached.
    check(
        "From: aoki@example.jp\nSubject: Fwd: Returned mail: see transcript for details\n\nWhat is this?\n> ----- Transcript of session follows -----\n",
        Nature::Person,
    );
    check(
        "From: aoki@example.jp\nSubject: forged mail?\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWe never sent this.\n--b\nContent-Type: message/rfc822\n\n\
         From: MAILER-DAEMON@mx.example.net\nContent-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\n\
         Final-Recipient: rfc822;a@example.net\nAction: failed\n\n--c--\n--b--\n",
        Nature::Person,
    );
    // A postmaster reports, with his log.
    let log = "Jan  1 09:00:00 mx sshd[1]: Failed password for root from 192.0.2.1\n".repeat(20);
    check(
        &format!(
            "From: postmaster@example.jp\nSubject: attack from 192.0.2.1\n\nPlease stop it.\n\n{log}\n550 could not be delivered\n"
        ),
        Nature::Person,
    );
    // A notifier's log of mail attacks.
    let log = "mx postfix/smtpd[1]: reject: RCPT from unknown[192.0.2.1]: 550 5.1.1 User unknown\n";
    check(
        &format!(
            "From: abuse@example.net\nAuto-Submitted: auto-generated\nSubject: abuse report about 192.0.2.1\n\nDear team, attached is our log.\n\n{log}"
        ),
        Nature::Generated,
    );
    // A complaint, whatever its envelope.
    check(
        "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nSubject: complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\ntext\n\
         --b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n",
        Nature::Generated,
    );
}
