//! A folder of a program that knew no keys of people, made as that program made
//! it, is taken over whole.

use super::super::opening;
use super::super::sealing::Index;
use super::*;
use crate::domain::{
    EMBEDDING_LENGTH, Embedding, KeyKind, LivenessSummary, ModelHash, PersonId, PoseName, Quality,
    Secret, SessionId, SessionScores, SessionTimings, SiteKey, TemplateId,
};
use crate::store::SessionFilter;
use serde_json::json;
use uuid::Uuid;

const ADA: PersonId = PersonId(Uuid::from_u128(1));
const SESSION: SessionId = SessionId(Uuid::from_u128(8));
const STRANGERS: SessionId = SessionId(Uuid::from_u128(9));
const MODEL: ModelHash = ModelHash([7; 32]);

fn site_key(byte: u8) -> SiteKey {
    SiteKey::new(KeyKind::Trial, [byte; 32])
}

fn face() -> Embedding {
    let numbers = (0..u8::try_from(EMBEDDING_LENGTH).unwrap()).map(|n| f32::from(n).sin());
    Embedding::try_from(numbers.collect::<Vec<f32>>()).unwrap()
}

/// Ada with her consent, one template and a PIN, and a setting: all under the
/// site key itself.
async fn earlier_folder(folder: &std::path::Path) {
    let (key_id, _) = Store::key_id(folder).await.unwrap();
    let pool = opening::connect(folder).await.unwrap();
    let sealer = Sealer::new(site_key(1).expose());
    let id = id_bytes(ADA.0);
    let check = sealer.seal(
        Kind::KeyCheck,
        &[key_id.0.as_bytes()],
        b"this key opens this folder",
    );
    sqlx::query("INSERT INTO meta (name, value) VALUES ('key_check', ?1)")
        .bind(check.unwrap())
        .execute(&pool)
        .await
        .unwrap();
    let person = json!({
        "badge": "10427", "name": "Ada Lovelace", "state": "active",
        "held_for": null, "enrolled_at": 900,
    });
    let bound: [&[u8]; 2] = [&id, &1_u32.to_le_bytes()];
    sqlx::query("INSERT INTO people (id, badge_index, version, sealed) VALUES (?1, ?2, 1, ?3)")
        .bind(&id)
        .bind(sealer.index(Index::Badge, "10427").unwrap())
        .bind(sealer.seal_json(Kind::Person, &bound, &person).unwrap())
        .execute(&pool)
        .await
        .unwrap();
    let consent = json!({"notice_version": "1", "language": "en", "given_at": 900});
    sqlx::query("INSERT INTO consents (person, sealed) VALUES (?1, ?2)")
        .bind(&id)
        .bind(sealer.seal_json(Kind::Consent, &[&id], &consent).unwrap())
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO pins (person, sealed) VALUES (?1, ?2)")
        .bind(&id)
        .bind(sealer.seal_json(Kind::Pin, &[&id], "a hash").unwrap())
        .execute(&pool)
        .await
        .unwrap();
    let template = TemplateId(Uuid::from_u128(5));
    let plain: Vec<u8> = face()
        .values()
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect();
    let pose = PoseName::Front.as_str();
    let bound: [&[u8]; 4] = [template.0.as_bytes(), &id, pose.as_bytes(), &MODEL.0];
    sqlx::query(
        "INSERT INTO templates (id, person, pose, model, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(id_bytes(template.0))
    .bind(&id)
    .bind(pose)
    .bind(MODEL.0.to_vec())
    .bind(sealer.seal(Kind::Template, &bound, &plain).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("INSERT INTO settings (name, sealed) VALUES ('x', ?1)")
        .bind(sealer.seal_json(Kind::Setting, &[b"x"], &3).unwrap())
        .execute(&pool)
        .await
        .unwrap();
    earlier_session(&pool, &sealer).await;
    pool.close().await;
}

/// A session in which Ada was verified, its surface, who got that, her shape,
/// and a session in which nobody was.
async fn earlier_session(pool: &sqlx::SqlitePool, sealer: &Sealer) {
    let ada = id_bytes(ADA.0);
    let plain = json!({
        "claim": "10427", "operator": null, "camera": "device:1", "tolerance": "balanced",
        "tolerance_version": 1, "model": null, "scores": SessionScores::default(),
        "quality": Quality::default(), "liveness": LivenessSummary::default(),
        "timings": SessionTimings::default(),
    });
    for (session, person, decision, reason) in [
        (SESSION, Some(&ada), "verified", "matched"),
        (STRANGERS, None, "not_verified", "no_match"),
    ] {
        let id = id_bytes(session.0);
        let at = 2_000_i64;
        let bound: [&[u8]; 8] = [
            &id,
            &at.to_le_bytes(),
            b"verification",
            decision.as_bytes(),
            reason.as_bytes(),
            b"kiosk",
            person.map(Vec::as_slice).unwrap_or_default(),
            &sealer.index(Index::Claim, "10427").unwrap(),
        ];
        sqlx::query(
            "INSERT INTO sessions
             (id, started_at, kind, decision, reason, source, person, claim_index, sealed)
             VALUES (?1, ?2, 'verification', ?3, ?4, 'kiosk', ?5, ?6, ?7)",
        )
        .bind(&id)
        .bind(at)
        .bind(decision)
        .bind(reason)
        .bind(person)
        .bind(sealer.index(Index::Claim, "10427").unwrap())
        .bind(sealer.seal_json(Kind::Session, &bound, &plain).unwrap())
        .execute(pool)
        .await
        .unwrap();
    }
    let id = id_bytes(SESSION.0);
    sqlx::query("INSERT INTO reconstructions (session, version, sealed) VALUES (?1, 1, ?2)")
        .bind(&id)
        .bind(
            sealer
                .seal(Kind::Reconstruction, &surface_bound(), b"a surface")
                .unwrap(),
        )
        .execute(pool)
        .await
        .unwrap();
    let export = json!({"at": 3000, "operator": "root", "reason": "asked for it"});
    let bound: [&[u8]; 2] = [b"export 1", &id];
    sqlx::query("INSERT INTO reconstruction_exports (id, session, sealed) VALUES (?1, ?2, ?3)")
        .bind(b"export 1".to_vec())
        .bind(&id)
        .bind(
            sealer
                .seal_json(Kind::SurfaceExport, &bound, &export)
                .unwrap(),
        )
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO shapes (person, version, sealed) VALUES (?1, 1, ?2)")
        .bind(&ada)
        .bind(sealer.seal(Kind::Shape, &[&ada, &[1]], b"a shape").unwrap())
        .execute(pool)
        .await
        .unwrap();
}

fn surface_bound() -> [&'static [u8]; 4] {
    [
        SESSION.0.as_bytes(),
        b"verification",
        ADA.0.as_bytes(),
        &[1],
    ]
}

/// What of Ada's sessions is there opens under her own key.
async fn look_at_sessions(store: &Store) {
    let verified = store.session(SESSION).await.unwrap().unwrap();
    assert_eq!(verified.person, Some(ADA));
    let sessions = store.sessions(&SessionFilter::default()).await.unwrap();
    let claims = sessions.iter().filter_map(|one| one.claim.as_ref());
    assert_eq!(claims.count(), 2);
    assert_eq!(store.exports(SESSION).await.unwrap().len(), 1);
    let mut connection = store.pool.acquire().await.unwrap();
    let own = store.keys.of_person(&mut connection, ADA).await.unwrap();
    for (table, kind, bound, plain) in [
        (
            "reconstructions",
            Kind::Reconstruction,
            surface_bound().to_vec(),
            b"a surface".as_slice(),
        ),
        (
            "shapes",
            Kind::Shape,
            vec![ADA.0.as_bytes().as_slice(), &[1]],
            b"a shape",
        ),
    ] {
        let select = format!("SELECT sealed FROM {table}");
        let (sealed,): (Vec<u8>,) = sqlx::query_as(sqlx::AssertSqlSafe(select))
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        assert_eq!(own.open(kind, &bound, &sealed).unwrap().as_slice(), plain);
        assert!(store.keys.open(kind, &bound, &sealed).is_err(), "{table}");
    }
}

async fn look(store: &Store) {
    let badge = "10427".parse().unwrap();
    let person = store.person_by_badge(&badge).await.unwrap().unwrap();
    assert_eq!((person.id, person.name.as_str()), (ADA, "Ada Lovelace"));
    let consent = store.consent(ADA).await.unwrap().unwrap();
    assert_eq!(consent.notice_version, "1");
    let pin = store.pin_hash(ADA).await.unwrap();
    assert_eq!(pin.as_ref().map(Secret::expose), Some(&"a hash".to_owned()));
    let gallery = store.gallery(MODEL).await.unwrap();
    let kept = &gallery[0].1[0].embedding;
    assert!((kept.cosine(&face()) - 1.0).abs() < 1e-5);
    assert_eq!(store.setting::<u32>("x").await.unwrap(), Some(3));
    look_at_sessions(store).await;
}

#[test]
fn a_folder_without_keys_of_people_is_taken_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        earlier_folder(folder).await;
        // Neither a new key alone nor another earlier one opens it.
        let new = |earlier| SiteKeys::new(1, site_key(2), earlier);
        for site in [new(None), new(Some(site_key(3)))] {
            let refused = Store::open_with(folder, &site).await;
            assert!(matches!(refused, Err(StoreError::WrongKey)));
        }
        let store = Store::open_with(folder, &new(Some(site_key(1))))
            .await
            .unwrap();
        look(&store).await;
        store.close().await;
        // From then on the new site key is enough, and the earlier opens nothing.
        let store = Store::open_with(folder, &new(None)).await.unwrap();
        look(&store).await;
        store.close().await;
        let refused = Store::open(folder, &site_key(1)).await;
        assert!(matches!(refused, Err(StoreError::WrongKey)));
        assert!(!Store::key_id(folder).await.unwrap().1);
    });
}
