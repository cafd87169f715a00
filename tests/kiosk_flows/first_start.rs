//! A kiosk that nobody runs yet, on a fresh data folder.

use eframe::egui::{Key, accesskit::Role};
use secure_biometric::access::Settings;

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::support::{ADMINISTRATOR, Site};

#[test]
fn a_new_kiosk_is_set_up_and_has_no_password_before() {
    for hands in Hands::ALL {
        sets_up(hands);
    }
}

fn sets_up(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = Kiosk::open(Site::new());
    kiosk.hands = hands;
    kiosk.sees("Which language?");
    kiosk.click(Role::RadioButton, "Español");
    kiosk.sees("Paso 1 de 4");
    kiosk.click(Role::RadioButton, "English");
    kiosk.finish("Next");
    kiosk.write("Name of this site", "Northgate");
    kiosk.finish("Next");
    kiosk.sees("Can the camera see you?");
    kiosk.finish("Next");
    kiosk.write("Name to sign in with", ADMINISTRATOR.name);
    kiosk.write_secret("Password", "short");
    kiosk.sees("At least 10 characters.");
    kiosk.write_secret("Password", ADMINISTRATOR.password);
    kiosk.write_secret("The same password again", "another one");
    kiosk.sees("The two passwords differ.");
    assert!(kiosk.is_grey("Set up"), "the passwords differ");
    kiosk.write_secret("The same password again", ADMINISTRATOR.password);
    // Twice as fast as hands can: it is made once.
    if hands == Hands::Mouse {
        kiosk.double_click("Set up");
    } else {
        kiosk.press("Set up");
    }
    kiosk.sees("This kiosk is ready.");
    kiosk.press("To the home screen");
    kiosk.sees("Staff sign-in");
    assert!(kiosk.snapshot().operator.is_none());

    let site = kiosk.close();
    let (settings, warnings) = Settings::load(&site.data());
    assert_eq!(
        (settings.site_name.as_str(), warnings.len()),
        ("Northgate", 0)
    );
    let operators = site.run_as(ADMINISTRATOR, &["operators", "list"]).expect(0);
    assert_eq!(operators.as_array().unwrap().len(), 1);
    // The next start is none any more.
    let mut kiosk = Kiosk::open(site);
    kiosk.sees("Staff sign-in");
    kiosk.sign_in(ADMINISTRATOR);
}

#[test]
fn a_new_kiosk_is_set_up_by_keyboard_alone() {
    let mut kiosk = Kiosk::open(Site::new());
    kiosk.sees("Which language?");
    // The second of three languages.
    for key in [Key::Tab, Key::Tab, Key::Space, Key::Escape] {
        kiosk.strike(key);
    }
    kiosk.sees("Paso 1 de 4");
    kiosk.strike(Key::Enter);
    kiosk.sees("Paso 2 de 4");
    kiosk.strike(Key::Escape);
    kiosk.sees("Paso 1 de 4");
    kiosk.strike(Key::Enter);
    kiosk.strike(Key::Enter);
    kiosk.sees("Paso 3 de 4");
    kiosk.strike(Key::Enter);
    kiosk.sees("Paso 4 de 4");
    // The cursor is in the first field.
    kiosk.type_text(ADMINISTRATOR.name);
    kiosk.strike(Key::Tab);
    kiosk.type_text(ADMINISTRATOR.password);
    kiosk.strike(Key::Tab);
    kiosk.type_text(ADMINISTRATOR.password);
    kiosk.strike(Key::Enter);
    kiosk.sees("Este quiosco está listo.");
    // The primary action: the first person.
    kiosk.strike(Key::Enter);
    kiosk.sees("¿A quién se inscribe?");
}
