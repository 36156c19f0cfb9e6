//! Tokens as people copy them, and what goes over as JSON.

use serde_json::json;
use wire::enrol::{Answer, NoToken, Request, Secret, Token};
use wire::{Receipt, Refusal, SensorId};

fn token() -> Token {
    Token { authority: std::array::from_fn(|n| n as u8), secret: Secret([0xfb; 16]) }
}

const TEXT: &str = "hinomi1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh_7-_v7-_v7-_v7-_v7-_v7";

#[test]
fn a_token_is_one_word_that_can_be_copied() {
    assert_eq!(token().to_string(), TEXT);
    assert_eq!(TEXT.parse(), Ok(token()));
    assert_eq!(format!("  {TEXT}\r\n").parse(), Ok(token()), "as it comes out of a mail");
    assert!(!format!("{:?}", token()).contains("251"), "the secret is not shown");
}

#[test]
fn what_is_no_token_is_told_why() {
    let check = |text: &str, expect: NoToken| assert_eq!(text.parse::<Token>(), Err(expect), "{text}");
    check("", NoToken::Prefix);
    check("hinomi1", NoToken::Prefix);
    check("hinomi.AAEC", NoToken::Prefix);
    check("hinomix.AAEC", NoToken::Prefix);
    check(&TEXT[8..], NoToken::Prefix);
    check(&TEXT.replace("hinomi1", "hinomi2"), NoToken::Newer);
    check(&TEXT.replace('_', "/"), NoToken::Letter(51));
    check(&TEXT.replace('_', " "), NoToken::Letter(51));
    check(&TEXT.replace('_', "é"), NoToken::Letter(51));
    check(&TEXT[..71], NoToken::Length { there: 71 });
    check(&TEXT[..68], NoToken::Length { there: 68 });
    check(&format!("{TEXT}AAAA"), NoToken::Length { there: 76 });
    check("hinomi1.", NoToken::Length { there: 8 });
}

#[test]
fn questions_and_answers_are_the_json_of_the_specification() {
    let sensor = SensorId([0xab; 16]);
    let hex = "abababababababababababababababab";
    let request = Request { secret: Secret([0xab; 16]), csr: "PEM".to_owned(), version: "0.1.0".to_owned() };
    let said = json!({"secret": hex, "csr": "PEM", "version": "0.1.0"});
    assert_eq!(serde_json::to_value(&request).unwrap(), said);
    assert_eq!(serde_json::from_value::<Request>(said).unwrap(), request);

    let answer = Answer {
        sensor,
        name: "tokyo-1".to_owned(),
        certificate: "ITS".to_owned(),
        authority: "OURS".to_owned(),
        now_us: 5,
    };
    let said =
        json!({"sensor": hex, "name": "tokyo-1", "certificate": "ITS", "authority": "OURS", "now_us": 5});
    assert_eq!(serde_json::to_value(&answer).unwrap(), said);
    assert_eq!(serde_json::from_value::<Answer>(said).unwrap(), answer);

    let receipt = Receipt { acknowledged: u64::MAX, now_us: -1 };
    let said = json!({"acknowledged": u64::MAX, "now_us": -1});
    assert_eq!(serde_json::to_value(receipt).unwrap(), said);
    assert_eq!(serde_json::from_value::<Receipt>(said).unwrap(), receipt);

    let refusal = |acknowledged| Refusal { reason: "revoked".to_owned(), acknowledged };
    assert_eq!(serde_json::to_value(refusal(None)).unwrap(), json!({"reason": "revoked"}));
    for refusal in [refusal(None), refusal(Some(4))] {
        let said = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<Refusal>(&said).unwrap(), refusal);
    }
}

#[test]
fn a_secret_that_is_none_is_refused_without_being_repeated() {
    for secret in ["", "ab", "zz11223344556677889900aabbccddee", "00112233445566778899aabbccddeeff00"] {
        let said = json!({"secret": secret, "csr": "", "version": ""});
        let error = serde_json::from_value::<Request>(said).unwrap_err().to_string();
        assert_eq!(error, "a secret is 32 hexadecimal digits");
    }
}
