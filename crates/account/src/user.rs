//! Users: added, changed, kept out. A user is never deleted, as the journal and the desk's records name them.

use kernel::{Lang, Transaction};

use crate::error::{Error, Refusal};
use crate::model::{NewUser, Role, Session, User};
use crate::service::{Service, note};
use crate::{password, store};

/// Names that stand for the program in journal and history.
const RESERVED: [&str; 2] = ["system", "cli"];
/// Characters of a displayed name at most.
const DISPLAY: usize = 100;

/// Whether `name` can be a user's.
fn check_name(name: &str) -> Result<(), Refusal> {
    let letters = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if !letters || !(2..=32).contains(&name.len()) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(Refusal::NameForm);
    }
    if RESERVED.contains(&name) { Err(Refusal::NameReserved) } else { Ok(()) }
}

fn check_display(display: &str) -> Result<String, Refusal> {
    let display = display.trim();
    let good = (1..=DISPLAY).contains(&display.chars().count()) && !display.chars().any(char::is_control);
    if good { Ok(display.to_owned()) } else { Err(Refusal::DisplayForm) }
}

impl Service {
    /// Adds a user.
    pub async fn add_user(&self, new: NewUser<'_>, who: &str) -> Result<User, Error> {
        let name = new.name.trim().to_lowercase();
        check_name(&name)?;
        let display = check_display(new.display)?;
        password::check(new.password, &name)?;
        // Looked at before the costly hash, and again below.
        if store::user::find(self.database().connection(), &name).await?.is_some() {
            return Err(Refusal::NameTaken.into());
        }
        let hash = self.inner.hasher.hash(new.password).await?;
        let now = self.now();
        let transaction = self.database().begin_write().await?;
        if store::user::find(&transaction, &name).await?.is_some() {
            return Err(Refusal::NameTaken.into());
        }
        let row = store::user::Model {
            id: 0,
            name: name.clone(),
            display,
            role: new.role.name().to_owned(),
            lang: new.lang.tag().to_owned(),
            password: hash,
            totp: None,
            totp_offered: None,
            totp_step: 0,
            disabled: false,
            created_us: now.as_microsecond(),
            password_us: now.as_microsecond(),
        };
        store::user::insert(&transaction, row).await?;
        let user = store::user::get(&transaction, &name).await?.seen();
        note(&transaction, now, who, "account.add", &name, new.role.name()).await?;
        transaction.commit().await?;
        Ok(user)
    }

    /// All users by name.
    pub async fn users(&self) -> Result<Vec<User>, Error> {
        let rows = store::user::all(self.database().connection()).await?;
        Ok(rows.iter().map(store::user::Model::seen).collect())
    }

    /// The user of this name.
    pub async fn user(&self, name: &str) -> Result<User, Error> {
        Ok(store::user::get(self.database().connection(), name).await?.seen())
    }

    /// Gives a user another role. There is always an admin.
    pub async fn set_role(&self, name: &str, role: Role, who: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, name).await?;
        if role != Role::Admin {
            keep_an_admin(&transaction, &row).await?;
        }
        let before = std::mem::replace(&mut row.role, role.name().to_owned());
        let detail = format!("{before} -> {role}");
        store::user::update(&transaction, row).await?;
        note(&transaction, self.now(), who, "account.role", name, &detail).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps a user out, or lets them in again. Who is kept out has no session any more.
    pub async fn set_disabled(&self, name: &str, disabled: bool, who: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, name).await?;
        if disabled {
            keep_an_admin(&transaction, &row).await?;
            store::session::end_all(&transaction, row.id, None).await?;
            store::challenge::end_all(&transaction, row.id).await?;
        }
        row.disabled = disabled;
        store::user::update(&transaction, row).await?;
        let what = if disabled { "account.disable" } else { "account.enable" };
        note(&transaction, self.now(), who, what, name, "").await?;
        Ok(transaction.commit().await?)
    }

    /// Sets somebody's displayed name and language.
    pub async fn set_profile(&self, name: &str, display: &str, lang: Lang, who: &str) -> Result<(), Error> {
        let display = check_display(display)?;
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, name).await?;
        let detail = format!("{}, {} -> {display}, {lang}", row.display, row.lang);
        row.display = display;
        row.lang = lang.tag().to_owned();
        store::user::update(&transaction, row).await?;
        note(&transaction, self.now(), who, "account.profile", name, &detail).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets another's password; all their sessions end.
    pub async fn reset_password(&self, name: &str, password: &str, who: &str) -> Result<(), Error> {
        store::user::get(self.database().connection(), name).await?;
        password::check(password, name)?;
        let hash = self.inner.hasher.hash(password).await?;
        self.write_password(name, hash, None, None, who).await
    }

    /// Sets one's own password, which takes the present one; all one's other sessions end.
    pub async fn change_password(&self, session: &Session, present: &str, new: &str) -> Result<(), Error> {
        let name = &session.user.name;
        let stored = self.check_own_password(name, present).await?;
        password::check(new, name)?;
        let hash = self.inner.hasher.hash(new).await?;
        self.write_password(name, hash, Some(stored), Some(session.id), name).await
    }

    /// Whether `present` is the password of `name`; its hash. A wrong one counts as a failed sign-in.
    pub(crate) async fn check_own_password(&self, name: &str, present: &str) -> Result<String, Error> {
        use crate::store::attempt;
        use crate::throttle::Whom::User;
        let transaction = self.database().begin_write().await?;
        if attempt::wait(&transaction, User, name, self.now()).await?.is_some() {
            return Err(Refusal::Wait.into());
        }
        let stored = store::user::get(&transaction, name).await?.password;
        attempt::failed(&transaction, User, name, self.now()).await?;
        transaction.commit().await?;
        let checked = self.inner.hasher.check(present, Some(&stored)).await;
        let right = checked.as_ref().is_ok_and(|checked| checked.right);
        if right || checked.is_err() {
            let transaction = self.database().begin_write().await?;
            attempt::taken_back(&transaction, User, name).await?;
            transaction.commit().await?;
        }
        if checked?.right { Ok(stored) } else { Err(Refusal::PasswordWrong.into()) }
    }

    /// Writes a hash; only where the password is still `expected`, if that is given.
    async fn write_password(
        &self,
        name: &str,
        hash: String,
        expected: Option<String>,
        keep: Option<i64>,
        who: &str,
    ) -> Result<(), Error> {
        let now = self.now();
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, name).await?;
        if expected.is_some_and(|expected| expected != row.password) {
            return Err(Refusal::PasswordWrong.into());
        }
        store::session::end_all(&transaction, row.id, keep).await?;
        store::challenge::end_all(&transaction, row.id).await?;
        row.password = hash;
        row.password_us = now.as_microsecond();
        store::user::update(&transaction, row).await?;
        note(&transaction, now, who, "account.password", name, "").await?;
        Ok(transaction.commit().await?)
    }
}

/// Refuses what would leave nobody to decide about users.
async fn keep_an_admin(transaction: &Transaction, row: &store::user::Model) -> Result<(), Error> {
    let is_admin = row.role == Role::Admin.name() && !row.disabled;
    if is_admin && store::user::other_admins(transaction, row.id).await? == 0 {
        return Err(Refusal::LastAdmin.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for good in ["aoki", "a.b-c_d", "k9", "abcdefghijklmnopqrstuvwxyz012345"] {
            assert_eq!(check_name(good), Ok(()), "{good}");
        }
        for bad in
            ["", "a", "9k", "-a", "Aoki", "a b", "a/b", "青木", "a\n", "abcdefghijklmnopqrstuvwxyz0123456"]
        {
            assert_eq!(check_name(bad), Err(Refusal::NameForm), "{bad}");
        }
        for reserved in RESERVED {
            assert_eq!(check_name(reserved), Err(Refusal::NameReserved));
        }
    }
}
