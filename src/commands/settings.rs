//! `settings`: what a site sets, shown and changed as on the screens.

use clap::{Args, Subcommand};

use crate::access::Settings;
use crate::commands::output::say;
use crate::domain::{Act, Note, OperatorName, Role};

use super::context::{Authority, Common, Desk};
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct SettingsArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show all settings, as the settings file writes them
    Show {
        #[command(flatten)]
        authority: Authority,
    },
    /// Change some: retention_days=30 appearance=dark
    Set {
        /// What is changed, and to what
        #[arg(value_name = "NAME=VALUE", required = true, value_parser = change)]
        changes: Vec<(String, toml::Value)>,
        #[command(flatten)]
        authority: Authority,
    },
}

/// A name and its value, which is a word where it is none of TOML's.
fn change(text: &str) -> Result<(String, toml::Value), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "write it as name=value".to_owned())?;
    let (name, value) = (name.trim(), value.trim());
    let read = format!("value = {value}").parse::<toml::Table>().ok();
    let read = read.and_then(|mut table| table.remove("value"));
    let value = read.unwrap_or_else(|| toml::Value::String(value.to_owned()));
    Ok((name.to_owned(), value))
}

pub(super) fn run(args: &SettingsArgs, common: &Common) -> Done {
    let desk = common.open()?;
    match &args.action {
        Action::Show { authority } => {
            authority.require(&desk, &[Role::Administrator])?;
            show(&desk.settings, common)?;
        }
        Action::Set { changes, authority } => {
            let operator = authority.require(&desk, &[Role::Administrator])?;
            let settings = changed(&desk.settings, changes)?;
            save(&desk, common, &operator.name, &settings)?;
            show(&settings, common)?;
        }
    }
    Ok(0)
}

fn changed(before: &Settings, changes: &[(String, toml::Value)]) -> Result<Settings, CommandError> {
    let mut settings = before.clone();
    for (name, value) in changes {
        settings = settings.changed(name, value).map_err(|why| {
            CommandError::new(
                "settings",
                format!("'{name}' can't be set to {value} ({why})"),
            )
            .fix("see all names and values with: secure-biometric settings show")
        })?;
    }
    Ok(settings)
}

/// Keeps settings as their pages do: written into the audit, kept, and signed
/// for.
///
/// # Errors
/// When they name a profile that isn't there, or can't be kept.
pub(super) fn save(
    desk: &Desk,
    common: &Common,
    operator: &OperatorName,
    settings: &Settings,
) -> Result<(), CommandError> {
    let Some(tolerance) = desk.profile(&settings.tolerance)? else {
        return Err(CommandError::new(
            "tolerance",
            format!("there is no tolerance profile '{}'", settings.tolerance),
        )
        .fix("see the names with: secure-biometric tolerance list"));
    };
    let note = Note::of(Act::SettingsSaved)
        .with("profile", &tolerance.name)
        .with("hand_over", settings.handover.word());
    let acting = desk.store.acting(operator);
    desk.runtime.block_on(acting.note(&note))?;
    settings
        .save(&common.data_folder()?)
        .map_err(|error| CommandError::told("settings", &error))?;
    let lists = desk.tokens.acting(operator).start_lists();
    let lists = lists.with_settings(settings);
    desk.runtime.block_on(lists.sign_settings())?;
    Ok(())
}

fn show(settings: &Settings, common: &Common) -> Result<(), CommandError> {
    if common.json {
        say!("{}", serde_json::json!(settings));
        return Ok(());
    }
    let text = toml::to_string_pretty(settings);
    let text = text.map_err(|error| CommandError::new("settings", error))?;
    say!("{}", text.trim_end());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_toml_or_a_word() {
        let read = |text| change(text).unwrap();
        assert_eq!(read("retention_days=30").1, toml::Value::Integer(30));
        assert_eq!(read("sound = false").1, toml::Value::Boolean(false));
        assert_eq!(read("site_name=North gate").1.as_str(), Some("North gate"));
        assert_eq!(
            read("site_name='North gate'").1.as_str(),
            Some("North gate")
        );
        assert_eq!(read("handover.qr=true").0, "handover.qr");
        assert!(change("retention_days").is_err());
    }

    #[test]
    fn what_is_no_setting_or_no_value_of_it_is_not_taken() {
        let before = Settings::default();
        let set = |text| changed(&before, &[change(text).unwrap()]);
        assert_eq!(set("retention_days=30").unwrap().retention_days, 30);
        assert!(set("handover.qr=true").unwrap().handover.qr);
        for wrong in [
            "retention_days=0",
            "retention_days=many",
            "colour=red",
            "handover.colour=red",
            "site_name=''",
            "appearance=purple",
        ] {
            let error = set(wrong).unwrap_err();
            assert!(error.line().contains("settings show"), "{}", error.line());
        }
    }
}
