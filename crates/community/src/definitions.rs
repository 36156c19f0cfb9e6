//! What the figures are, in words.

use kernel::{Definition, Text};

use crate::kinds::{Role, Sort};

/// What the figure of this name is; nothing for a name that is none of ours.
pub fn define(name: &str) -> Option<Definition> {
    let rest = name.strip_prefix("community.")?;
    if let Some(role) = rest.strip_prefix("events.") {
        return Some(events_of(Role::of(role)?));
    }
    if let Some(sort) = rest.strip_prefix("support.") {
        return Some(support_of(Sort::of(sort)?));
    }
    if let Some(association) = rest.strip_prefix("members.") {
        return Some(members(association));
    }
    if let Some(training) = rest.strip_prefix("training.") {
        let (number, what) = training.split_once('.')?;
        let numbered = number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty();
        return numbered.then(|| of_a_training(what)).flatten();
    }
    whole(rest)
}

fn text(ja: &str, en: &str) -> Text {
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

/// A definition from three texts, Japanese before English.
fn definition(name: [&str; 2], meaning: [&str; 2], computed: [&str; 2]) -> Definition {
    let of = |[ja, en]: [&str; 2]| text(ja, en);
    Definition { name: of(name), meaning: of(meaning), computed: of(computed) }
}

/// How dated records come to be counted.
const BY_FIRST_DAY: [&str; 2] = [
    "初日がこの期間に含まれる記録を数えます。月までしか記録されていないものは、その月の1日で数えます。日付のない記録は数えません。",
    "The records whose first day lies in the period are counted; one that says only its month by the first of that month. Records without a date are not counted.",
];

/// How the register comes to be counted.
const AT_THE_END: [&str; 2] = [
    "期間の最終日の時点で登録されている組織を数えます。開始日や終了日の記録がない場合は、その側に限りがないものとして扱います。",
    "The organisations that stand in the register on the period's last day are counted; where no beginning or no end is recorded, there is none.",
];

fn whole(rest: &str) -> Option<Definition> {
    Some(match rest {
        "events" => definition(
            ["イベント", "Events"],
            [
                "開催、参加、または運営に協力した会議、ワークショップなどの数です。",
                "Conferences, workshops and other events that the team held, joined or helped to organise.",
            ],
            BY_FIRST_DAY,
        ),
        "trainings" => definition(
            ["研修", "Trainings"],
            ["実施したトレーニングの数です。", "Trainings that were held."],
            BY_FIRST_DAY,
        ),
        "countries" => definition(
            ["研修に参加した国・地域", "Countries trained"],
            [
                "この期間の研修に参加した国・地域の数です。",
                "Countries and areas that took part in the trainings of the period.",
            ],
            [
                "この期間に始まった研修の記録にある国・地域を、重複を除いて数えます。",
                "The countries that the records of the trainings begun in the period name are counted, each once.",
            ],
        ),
        "support" => definition(
            ["CSIRT構築支援", "CSIRT building support"],
            [
                "CSIRTやその機能の構築を検討する企業、組織、団体を支援した件数です。",
                "Times that the team helped a company, an organisation or a group to build a CSIRT.",
            ],
            BY_FIRST_DAY,
        ),
        "lectures" => definition(
            ["講演", "Lectures"],
            ["行った講演の数です。", "Lectures that were given."],
            BY_FIRST_DAY,
        ),
        "articles" => definition(
            ["掲載記事", "Articles"],
            [
                "書籍、雑誌、新聞などに掲載された記事の数です。",
                "Articles that books, magazines and newspapers printed.",
            ],
            BY_FIRST_DAY,
        ),
        "organisations" => definition(
            ["連携先の組織", "Partner organisations"],
            [
                "連携先として登録している組織とCSIRTの数です。",
                "Organisations and teams that the register of partners has.",
            ],
            AT_THE_END,
        ),
        "organisations.countries" => definition(
            ["連携先のある国・地域", "Countries of partners"],
            [
                "連携先として登録している組織がある国・地域の数です。",
                "Countries and areas where the organisations of the register are.",
            ],
            [
                "期間の最終日の時点で登録されている組織の国・地域を、重複を除いて数えます。",
                "The countries of the organisations that stand in the register on the period's last day are counted, each once.",
            ],
        ),
        _ => return None,
    })
}

fn events_of(role: Role) -> Definition {
    match role {
        Role::Held => definition(
            ["開催したイベント", "Events held"],
            ["自ら開催した会議、ワークショップなどの数です。", "Events that the team held itself."],
            BY_FIRST_DAY,
        ),
        Role::Joined => definition(
            ["参加したイベント", "Events joined"],
            ["参加した会議、ワークショップなどの数です。", "Events of others in which the team took part."],
            BY_FIRST_DAY,
        ),
        Role::Organised => definition(
            ["運営に協力したイベント", "Events helped to organise"],
            [
                "運営に協力した会議、ワークショップなどの数です。",
                "Events that the team helped others to hold.",
            ],
            BY_FIRST_DAY,
        ),
    }
}

fn support_of(sort: Sort) -> Definition {
    let Text { ja, en } = sort.text();
    Definition {
        name: text(&format!("CSIRT構築支援({ja})"), &format!("CSIRT building support ({en})")),
        meaning: text(
            &format!("CSIRT構築支援のうち、支援先が「{ja}」のものの件数です。"),
            &format!("Of the times that the team helped to build a CSIRT, those where it helped a {en}."),
        ),
        computed: text(BY_FIRST_DAY[0], BY_FIRST_DAY[1]),
    }
}

fn members(association: &str) -> Definition {
    Definition {
        name: text(&format!("連携先のうち{association}の会員"), &format!("Partners in {association}")),
        meaning: text(
            &format!("連携先として登録している組織のうち、{association}の会員であるものの数です。"),
            &format!("Organisations of the register that are members of {association}."),
        ),
        computed: text(AT_THE_END[0], AT_THE_END[1]),
    }
}

fn of_a_training(what: &str) -> Option<Definition> {
    Some(match what {
        "countries" => definition(
            ["研修の参加国・地域", "Countries in the training"],
            ["この研修に参加した国・地域の数です。", "Countries and areas that took part in this training."],
            [
                "研修の記録にある国・地域を数えます。",
                "The countries that the training's record names are counted.",
            ],
        ),
        "days" => definition(
            ["研修の日数", "Days of the training"],
            ["この研修が行われた日数です。", "Days on which there was training."],
            [
                "研修の記録にある日数です。記録がない場合は、初日から最終日までの月曜日から金曜日を数えます。",
                "As the training's record says; where it does not, Mondays to Fridays from the first day to the last.",
            ],
        ),
        _ => return None,
    })
}
