//! Somebody who may sign in at the demo.

use account::{NewUser, Role};
use data_encoding::BASE32_NOPAD;
use desk::App;
use kernel::Lang;

const NAME: &str = "demo";

/// Makes the user; says how to sign in. A password is made up once and told once.
pub(super) async fn invite(app: &App) -> anyhow::Result<String> {
    if app.account.users().await?.iter().any(|user| user.name == NAME) {
        return Ok(format!(
            "Sign in at /login as {NAME}, or set a new password: hinomi account password {NAME}"
        ));
    }
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes)?;
    let password = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let new = NewUser { name: NAME, display: "Demo", password: &password, role: Role::Admin, lang: Lang::En };
    app.account.add_user(new, "cli").await?;
    Ok(format!("Sign in at /login as {NAME} with the password {password}"))
}
