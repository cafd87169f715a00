//! Name, role and password of an operator, as typed.

use eframe::egui::{Context, Id, Ui};
use zeroize::Zeroizing;

use crate::auth::password::{self, LEAST_CHARACTERS};
use crate::domain::{OperatorName, Role, Secret};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tile};

use super::super::Scene;

/// The roles from the least to the most, with icon and words.
pub const ROLES: [(Role, &str, &str); 3] = [
    (Role::FrontDesk, icons::USER_PLUS, "role-front-desk"),
    (Role::Reviewer, icons::EYE, "role-reviewer"),
    (Role::Administrator, icons::USER_GEAR, "role-administrator"),
];

/// What was typed so far. Passwords wipe themselves.
#[derive(Default)]
pub struct AccountForm {
    name: String,
    /// What they may do.
    pub role: Option<Role>,
    password: Zeroizing<String>,
    again: Zeroizing<String>,
}

impl AccountForm {
    /// Its fields, for who asks whether Enter was meant for them.
    #[must_use]
    pub fn ids() -> [Id; 3] {
        ["account name", "account password", "account password again"].map(Id::unique)
    }

    /// Puts the cursor into the first field, unless it is somewhere already.
    pub fn take_cursor(&self, ctx: &Context, with_name: bool) {
        let [name, password, _] = Self::ids();
        let untouched = self.name.is_empty() && self.password.is_empty();
        if untouched && ctx.memory(|memory| memory.focused()).is_none() {
            let first = if with_name { name } else { password };
            ctx.memory_mut(|memory| memory.request_focus(first));
        }
    }

    /// The name, once it is one.
    #[must_use]
    pub fn name(&self) -> Option<OperatorName> {
        self.name.parse().ok()
    }

    /// Whether the password can be used and was typed twice alike.
    #[must_use]
    pub fn has_password(&self) -> bool {
        let typed = Secret::new(self.password.to_string());
        *self.password == *self.again && password::check_policy(&typed).is_ok()
    }

    /// The first thing that is still missing.
    #[must_use]
    pub fn missing(&self, with_name: bool) -> Option<&'static str> {
        if with_name && self.name().is_none() {
            Some("operators-missing-name")
        } else if with_name && self.role.is_none() {
            Some("operators-missing-role")
        } else {
            (!self.has_password()).then_some("operators-missing-password")
        }
    }

    /// Takes the password out; the form has none any more.
    #[must_use]
    pub fn take_password(&mut self) -> Option<Secret<String>> {
        let good = self.has_password();
        self.again = Zeroizing::default();
        let typed = Secret::new(std::mem::take(&mut *self.password));
        good.then_some(typed)
    }

    /// The field for the name.
    pub fn name_field(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let texts = scene.texts;
        let wrong = texts.get("operators-name-wrong");
        let shown = (!self.name.is_empty() && self.name().is_none()).then_some(wrong.as_str());
        let name = texts.get("operators-name");
        let [id, ..] = Self::ids();
        widgets::field(ui, scene.palette, id, &name, &mut self.name, false, shown);
    }

    /// The choice of a role.
    pub fn role_choice(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let texts = scene.texts;
        let title = texts.get("operators-role");
        let font = theme::semibold(theme::BODY);
        widgets::label(ui, &title, font, scene.palette.text);
        ui.spacing_mut().item_spacing.y = GRID;
        for (role, icon, key) in ROLES {
            let (title, advice) = (texts.get(key), texts.advice(key));
            let chosen = self.role == Some(role);
            let tile = Tile::choice(scene.palette, icon, &title, &advice, chosen);
            if tile.show(ui).clicked() {
                self.role = Some(role);
            }
        }
    }

    /// The two fields for the password, and what makes one good.
    pub fn password_fields(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let palette = scene.palette;
        let texts = scene.texts;
        let policy = texts.with("operators-policy", &[("least", LEAST_CHARACTERS.into())]);
        let typed = Secret::new(self.password.to_string());
        let bad = !self.password.is_empty() && password::check_policy(&typed).is_err();
        let name = texts.get("operators-password");
        let [_, id, again_id] = Self::ids();
        let wrong = bad.then_some(policy.as_str());
        widgets::secret_field(ui, palette, id, &name, &mut self.password, wrong);
        let differ = texts.get("operators-differ");
        let differs = !self.again.is_empty() && *self.password != *self.again;
        let name = texts.get("operators-again");
        let wrong = differs.then_some(differ.as_str());
        widgets::secret_field(ui, palette, again_id, &name, &mut self.again, wrong);
        if !bad {
            widgets::paragraph(ui, &policy, theme::regular(theme::BODY), palette.muted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_counts_when_it_was_typed_twice_and_is_taken_once() {
        let mut form = AccountForm::default();
        for (password, again, good) in [
            ("short", "short", false),
            ("correct horse", "correct horsf", false),
            ("correct horse", "correct horse", true),
        ] {
            *form.password = password.to_owned();
            *form.again = again.to_owned();
            assert_eq!(form.has_password(), good, "{password}");
        }
        assert!(form.take_password().is_some());
        assert!(form.take_password().is_none(), "it is gone");
    }
}
