//! People over HTTP: who may do what, signing in and out, and that nothing secret is told.

use std::{collections::BTreeSet, net::IpAddr};

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use xiaoer::{
    domain::ShopId,
    http::Peer,
    identity::{AccountChange, Email, IdentityError, NewAccount, Password, People, Role, SignedIn},
};

use crate::app::{Answer, TestApp};

const PASSWORD: &str = "correct horse battery";
const ELSEWHERE: &str = "203.0.113.9";

fn demo() -> ShopId {
    ShopId::new("demo").unwrap()
}

fn here() -> IpAddr {
    "127.0.0.1".parse().unwrap()
}

fn account(email: &str, role: Role) -> NewAccount {
    NewAccount {
        email: Email::new(email).unwrap(),
        name: "小王".to_owned(),
        role,
        skills: BTreeSet::new(),
        capacity: 5,
        password: Password::choose(PASSWORD).unwrap(),
    }
}

async fn log_in(people: &People, shop: &ShopId, email: &str) -> Result<SignedIn, IdentityError> {
    people.log_in(shop, email, Password::enter(PASSWORD), here(), Timestamp::now()).await
}

/// A new account that is signed in.
async fn join(app: &TestApp, shop: &ShopId, email: &str, role: Role) -> SignedIn {
    app.api.people.create(shop, account(email, role)).await.unwrap();
    log_in(&app.api.people, shop, email).await.unwrap()
}

async fn call(
    app: &TestApp,
    [method, path]: [&str; 2],
    headers: &[(&str, &str)],
    from: &str,
    body: Value,
) -> Answer {
    let request = Request::builder().method(method).uri(path).extension(Peer(from.parse().unwrap()));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn enter(app: &TestApp, email: &str, password: &str, from: &str) -> Answer {
    call(app, ["POST", "/auth/login"], &[], from, json!({"email": email, "password": password})).await
}

fn bearer(signed_in: &SignedIn) -> String {
    format!("Bearer {}", signed_in.token.as_str())
}

async fn me(app: &TestApp, signed_in: &SignedIn) -> Answer {
    call(app, ["GET", "/auth/me"], &[("authorization", &bearer(signed_in))], ELSEWHERE, Value::Null).await
}

/// Every call that not everybody may make, with the first letters of the roles that may; signing out comes last.
const CALLS: [(&str, &str, &str); 53] = [
    ("GET", "/auth/me", "svoa"),
    ("GET", "/ws/seat", "sva"),
    ("GET", "/search", "sva"),
    ("GET", "/desk", "sva"),
    ("GET", "/intents", "sva"),
    ("GET", "/labels", "sva"),
    ("GET", "/conversations", "sva"),
    ("GET", "/conversations/{id}/customer", "sva"),
    ("POST", "/attachments", "sva"),
    ("GET", "/attachments/{id}", "sva"),
    ("GET", "/canned", "sva"),
    ("POST", "/canned", "sva"),
    ("PATCH", "/canned/{id}", "sva"),
    ("DELETE", "/canned/{id}", "sva"),
    ("POST", "/canned/{id}/render", "sva"),
    ("POST", "/auth/password", "svoa"),
    ("GET", "/admin/seats", "va"),
    ("POST", "/admin/seats", "a"),
    ("PATCH", "/admin/seats/{seat}", "a"),
    ("POST", "/admin/seats/{seat}/password", "a"),
    ("GET", "/reports/summary", "voa"),
    ("POST", "/model/parse", "oa"),
    ("GET", "/metrics", "oa"),
    ("GET", "/content", "oa"),
    ("GET", "/content/files", "oa"),
    ("GET", "/content/file", "oa"),
    ("PUT", "/content/file", "oa"),
    ("DELETE", "/content/file", "oa"),
    ("GET", "/content/draft", "oa"),
    ("DELETE", "/content/draft", "oa"),
    ("POST", "/content/draft/from-disk", "oa"),
    ("GET", "/content/draft/flips", "oa"),
    ("POST", "/content/test", "oa"),
    ("POST", "/content/publish", "oa"),
    ("GET", "/content/versions", "oa"),
    ("GET", "/content/versions/{number}", "oa"),
    ("POST", "/content/versions/{number}/rollback", "oa"),
    ("GET", "/content/rollout", "oa"),
    ("POST", "/content/canary", "oa"),
    ("DELETE", "/content/canary", "oa"),
    ("POST", "/content/canary/publish", "oa"),
    ("POST", "/content/shadow", "oa"),
    ("DELETE", "/content/shadow", "oa"),
    ("GET", "/content/report", "oa"),
    ("GET", "/content/report/page", "oa"),
    ("GET", "/content/intents", "oa"),
    ("GET", "/content/intents/{name}", "oa"),
    ("GET", "/content/faq", "oa"),
    ("POST", "/content/edits", "oa"),
    ("GET", "/content/inbox", "oa"),
    ("POST", "/content/inbox/settle", "oa"),
    ("POST", "/content/inbox/reopen", "oa"),
    ("POST", "/auth/logout", "svoa"),
];

#[tokio::test]
async fn each_role_may_call_what_the_matrix_says_in_its_own_shop_only() {
    let app = TestApp::start().await;
    let (own, other) = (demo(), ShopId::new("other").unwrap());
    for (role, letter) in Role::ALL.into_iter().zip(["s", "v", "o", "a"]) {
        let email = format!("{letter}@shop");
        let here = bearer(&join(&app, &own, &email, role).await);
        let foreign = bearer(&join(&app, &other, &email, role).await);
        for (method, path, roles) in CALLS {
            let expect = async |headers: &[(&str, &str)], refused: Option<&str>| {
                let answer = call(&app, [method, path], headers, ELSEWHERE, json!({})).await;
                let code = if answer.status.is_success() { String::new() } else { answer.code() };
                let refusals = ["not_authorised", "forbidden"];
                let found = refusals.into_iter().find(|refusal| *refusal == code);
                assert_eq!(found, refused, "{letter} {method} {path} {headers:?}: {}", answer.text);
            };
            expect(&[], Some("not_authorised")).await;
            expect(&[("authorization", "Bearer demo.00")], Some("not_authorised")).await;
            expect(&[("authorization", &foreign)], Some("forbidden")).await;
            expect(&[("authorization", &foreign), ("x-shop-id", "other")], Some("forbidden")).await;
            expect(&[("authorization", &here), ("x-shop-id", "other")], Some("forbidden")).await;
            let may = roles.contains(letter);
            expect(&[("authorization", &here), ("x-shop-id", "demo")], (!may).then_some("forbidden")).await;
        }
        // The last call has signed them out.
        let over = call(&app, ["GET", "/auth/me"], &[("authorization", &here)], ELSEWHERE, Value::Null).await;
        assert_eq!(over.code(), "not_authorised");
    }
}

#[tokio::test]
async fn the_matrix_has_every_call_that_is_not_for_everybody() {
    let app = TestApp::start().await;
    let openapi = app.get("/openapi.json").await.json();
    let mut documented = BTreeSet::new();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            if call["x-permission"].is_string() {
                documented.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    let walked = CALLS.map(|(method, path, _)| (method.to_owned(), path.to_owned()));
    assert_eq!(documented, BTreeSet::from(walked));
}

#[tokio::test]
async fn operations_answer_this_machine_or_everybody() {
    let app = TestApp::start().await;
    let mut config = xiaoer::config::Config::embedded();
    config.serve.open_operations = true;
    let open = TestApp::with(config).await;
    let proxied = [("x-forwarded-for", ELSEWHERE)];
    for (app, headers, from, status) in [
        (&app, [].as_slice(), "127.0.0.1", 200),
        (&app, proxied.as_slice(), "127.0.0.1", 401),
        (&app, [].as_slice(), ELSEWHERE, 401),
        (&open, [].as_slice(), ELSEWHERE, 200),
    ] {
        let answer = call(app, ["GET", "/metrics"], headers, from, Value::Null).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?} {from}");
    }
}

#[tokio::test]
async fn a_session_comes_as_token_and_as_cookie() {
    let app = TestApp::start().await;
    app.api.people.create(&demo(), account("boss@shop", Role::Admin)).await.unwrap();
    let answer = enter(&app, "Boss@Shop", PASSWORD, ELSEWHERE).await;
    assert_eq!(answer.status, StatusCode::OK);
    let welcome = answer.json();
    assert_eq!((&welcome["person"]["role"], &welcome["person"]["shop"]), (&json!("admin"), &json!("demo")));
    let token = welcome["token"].as_str().unwrap();
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let expected = format!("xiaoer_session={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800");
    assert_eq!(cookie, expected);

    let cookie = format!("xiaoer_session={token}");
    let answer = call(&app, ["GET", "/auth/me"], &[("cookie", &cookie)], ELSEWHERE, Value::Null).await;
    assert_eq!(answer.json()["email"], "boss@shop");
    assert!(answer.json()["permissions"].as_array().unwrap().contains(&json!("manage_seats")));

    let headers = [("cookie", cookie.as_str()), ("host", "shop.example"), ("origin", "https://evil.example")];
    let foreign = call(&app, ["POST", "/auth/logout"], &headers, ELSEWHERE, Value::Null).await;
    assert_eq!((foreign.status.as_u16(), foreign.code().as_str()), (403, "foreign_origin"));
    let headers = [("cookie", cookie.as_str()), ("host", "shop.example"), ("origin", "https://shop.example")];
    let out = call(&app, ["POST", "/auth/logout"], &headers, ELSEWHERE, Value::Null).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.headers["set-cookie"].to_str().unwrap().starts_with("xiaoer_session=; "));
    let over = call(&app, ["GET", "/auth/me"], &[("cookie", &cookie)], ELSEWHERE, Value::Null).await;
    assert_eq!((over.status.as_u16(), over.code().as_str()), (401, "not_authorised"));

    let body = json!({"email": "boss@shop", "password": PASSWORD});
    let by_evil =
        call(&app, ["POST", "/auth/login"], &headers_of("https://evil.example"), ELSEWHERE, body.clone())
            .await;
    assert_eq!(by_evil.code(), "foreign_origin", "nobody is signed in to somebody else's account");
    let secure =
        call(&app, ["POST", "/auth/login"], &headers_of("https://shop.example"), ELSEWHERE, body).await;
    assert!(secure.headers["set-cookie"].to_str().unwrap().ends_with("; Secure"));
}

fn headers_of(origin: &str) -> [(&str, &str); 2] {
    [("host", "shop.example"), ("origin", origin)]
}

#[tokio::test]
async fn whoever_cannot_sign_in_learns_nothing() {
    let app = TestApp::start().await;
    let left = join(&app, &demo(), "left@shop", Role::Seat).await;
    let gone = AccountChange { enabled: Some(false), ..AccountChange::default() };
    app.api.people.change(&demo(), &left.person.seat, gone).await.unwrap();
    join(&app, &demo(), "here@shop", Role::Seat).await;
    join(&app, &ShopId::new("other").unwrap(), "there@shop", Role::Seat).await;
    let expected = enter(&app, "nobody@shop", PASSWORD, ELSEWHERE).await;
    assert_eq!((expected.status.as_u16(), expected.code().as_str()), (401, "bad_credentials"));
    let long = "x".repeat(10_000);
    for (email, password) in [
        ("left@shop", PASSWORD),
        ("here@shop", "wrong"),
        ("here@shop", ""),
        ("here@shop", long.as_str()),
        ("there@shop", PASSWORD),
        ("no address", PASSWORD),
        ("here@shop\u{0}", PASSWORD),
    ] {
        let answer = enter(&app, email, password, ELSEWHERE).await;
        assert_eq!((answer.status, &answer.text), (expected.status, &expected.text), "{email}");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    for body in [json!({}), json!({"email": "a@b"}), json!({"email": 1, "password": 2}), json!([])] {
        let answer = call(&app, ["POST", "/auth/login"], &[], ELSEWHERE, body).await;
        assert_eq!(answer.code(), "bad_json");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let app = TestApp::start().await;
    app.api.people.create(&demo(), account("boss@shop", Role::Admin)).await.unwrap();
    for number in 0..10 {
        for email in ["boss@shop", "nobody@shop"] {
            let answer = enter(&app, email, "wrong", &format!("203.0.113.{number}")).await;
            assert_eq!(answer.code(), "bad_credentials", "attempt {number}");
        }
    }
    for email in ["boss@shop", "nobody@shop"] {
        let answer = enter(&app, email, PASSWORD, ELSEWHERE).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (429, "throttled"), "{email}");
        let seconds: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
    }
    app.api.people.create(&demo(), account("seat@shop", Role::Seat)).await.unwrap();
    assert_eq!(enter(&app, "seat@shop", PASSWORD, ELSEWHERE).await.status, StatusCode::OK);
    let metrics = app.get("/metrics").await.text;
    for (outcome, count) in [("signed_in", 1), ("refused", 20), ("throttled", 2)] {
        let line = format!("xiaoer_log_ins_total{{outcome=\"{outcome}\"}} {count}\n");
        assert!(metrics.contains(&line), "{line} in {metrics}");
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_or_grows_old() {
    let app = TestApp::start().await;
    let people = &app.api.people;
    let signed_in = join(&app, &demo(), "seat@shop", Role::Seat).await;
    let token = signed_in.token.as_str();
    let began = Timestamp::now();
    let at = |hours: i64| began + SignedDuration::from_hours(hours);
    assert!(people.session(token, at(13)).await.unwrap().is_none(), "not used for 13 hours");
    for hours in (0..=160).step_by(10) {
        assert!(people.session(token, at(hours)).await.unwrap().is_some(), "used at {hours} h");
    }
    assert!(people.session(token, at(169)).await.unwrap().is_none(), "a week is the longest");

    // Who signs in later sweeps out what is over.
    let later =
        people.log_in(&demo(), "seat@shop", Password::enter(PASSWORD), here(), at(200)).await.unwrap();
    assert!(people.session(token, began).await.unwrap().is_none());
    assert!(people.session(later.token.as_str(), at(201)).await.unwrap().is_some());
}

#[tokio::test]
async fn an_account_has_so_many_sessions() {
    let app = TestApp::start().await;
    let people = &app.api.people;
    let first = join(&app, &demo(), "seat@shop", Role::Seat).await;
    let session = people.session(first.token.as_str(), Timestamp::now()).await.unwrap().unwrap();
    let mut endings = people.endings();
    for _ in 0..19 {
        log_in(people, &demo(), "seat@shop").await.unwrap();
    }
    assert_eq!(people.recheck(&session, Timestamp::now()).await.unwrap().as_ref(), Some(&session));
    assert!(endings.try_recv().is_err());
    log_in(people, &demo(), "seat@shop").await.unwrap();
    assert_eq!(people.recheck(&session, Timestamp::now()).await.unwrap(), None);
    assert!(endings.try_recv().unwrap().includes(&session));
}

#[tokio::test]
async fn what_an_admin_does_counts_at_once() {
    let app = TestApp::start().await;
    let people = &app.api.people;
    let admin = join(&app, &demo(), "boss@shop", Role::Admin).await;
    let headers = [("authorization", &*bearer(&admin))];
    let admins = async |method, path: &str, body| call(&app, [method, path], &headers, ELSEWHERE, body).await;

    let new = json!({"email": "Wang@shop", "name": "小王", "role": "seat", "skills": ["refund"], "capacity": 3,
                     "password": PASSWORD});
    let made = admins("POST", "/admin/seats", new.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json();
    assert_eq!(
        (&made["email"], &made["skills"], &made["capacity"]),
        (&json!("wang@shop"), &json!(["refund"]), &json!(3))
    );
    assert_eq!(admins("POST", "/admin/seats", new).await.code(), "email_taken");
    let seat = format!("/admin/seats/{}", made["seat"].as_str().unwrap());

    for (change, ends) in [
        (json!({"capacity": 8, "skills": []}), false),
        (json!({"name": "王姐", "role": "supervisor"}), true),
        (json!({"enabled": false}), true),
    ] {
        let signed_in = log_in(people, &demo(), "wang@shop").await.unwrap();
        let session = people.session(signed_in.token.as_str(), Timestamp::now()).await.unwrap().unwrap();
        let mut endings = people.endings();
        assert_eq!(admins("PATCH", &seat, change.clone()).await.status, StatusCode::OK);
        let status = me(&app, &signed_in).await.status;
        assert_eq!(status == StatusCode::UNAUTHORIZED, ends, "{change}: {status}");
        let told = endings.try_recv().is_ok_and(|ended| ended.includes(&session));
        assert_eq!(told, ends, "{change}");
    }
    assert_eq!(log_in(people, &demo(), "wang@shop").await.unwrap_err(), IdentityError::BadCredentials);
    admins("PATCH", &seat, json!({"enabled": true})).await;
    let signed_in = log_in(people, &demo(), "wang@shop").await.unwrap();
    assert_eq!((signed_in.person.role, signed_in.person.name.as_str()), (Role::Supervisor, "王姐"));

    let reset = admins("POST", &format!("{seat}/password"), json!({"password": "another good one"})).await;
    assert_eq!(reset.status, StatusCode::NO_CONTENT);
    assert_eq!(me(&app, &signed_in).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(enter(&app, "wang@shop", "another good one", ELSEWHERE).await.status, StatusCode::OK);

    let list = admins("GET", "/admin/seats", Value::Null).await.json();
    let emails: Vec<&Value> = list["seats"].as_array().unwrap().iter().map(|seat| &seat["email"]).collect();
    assert_eq!(emails, ["boss@shop", "wang@shop"]);
    assert!(!list.to_string().contains("argon2"), "{list}");
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_code() {
    let app = TestApp::start().await;
    let admin = join(&app, &demo(), "boss@shop", Role::Admin).await;
    let headers = [("authorization", &*bearer(&admin))];
    let own = format!("/admin/seats/{}", admin.person.seat);
    let new = |field: &str, value: Value| {
        let mut new = json!({"email": "a@shop", "name": "A", "role": "seat", "password": PASSWORD});
        new[field] = value;
        new
    };
    for (method, path, body, code) in [
        ("POST", "/admin/seats", new("email", json!("a")), "bad_account"),
        ("POST", "/admin/seats", new("name", json!(" ")), "bad_account"),
        ("POST", "/admin/seats", new("name", json!("a\nb")), "bad_account"),
        ("POST", "/admin/seats", new("name", json!("长".repeat(65))), "bad_account"),
        ("POST", "/admin/seats", new("skills", json!([""])), "bad_account"),
        (
            "POST",
            "/admin/seats",
            new("skills", json!((0..33).map(|n| n.to_string()).collect::<Vec<_>>())),
            "bad_account",
        ),
        ("POST", "/admin/seats", new("capacity", json!(0)), "bad_account"),
        ("POST", "/admin/seats", new("capacity", json!(-1)), "bad_json"),
        ("POST", "/admin/seats", new("role", json!("king")), "bad_json"),
        ("POST", "/admin/seats", new("enable", json!(true)), "bad_json"),
        ("POST", "/admin/seats", new("password", json!("short")), "weak_password"),
        ("PATCH", "/admin/seats/nobody", json!({"name": "A"}), "unknown_seat"),
        ("PATCH", "/admin/seats/%00", json!({"name": "A"}), "unknown_seat"),
        ("PATCH", &own, json!({}), "bad_json"),
        ("PATCH", &own, json!({"capacity": 101}), "bad_account"),
        ("PATCH", &own, json!({"enabled": false}), "last_admin"),
        ("PATCH", &own, json!({"role": "seat"}), "last_admin"),
        ("POST", "/admin/seats/nobody/password", json!({"password": PASSWORD}), "unknown_seat"),
        ("POST", "/auth/password", json!({"old": "wrong", "new": PASSWORD}), "bad_credentials"),
        ("POST", "/auth/password", json!({"old": PASSWORD, "new": "short"}), "weak_password"),
    ] {
        let answer = call(&app, [method, path], &headers, ELSEWHERE, body.clone()).await;
        assert_eq!(answer.code(), code, "{method} {path} {body}: {}", answer.text);
    }
    assert_eq!(me(&app, &admin).await.status, StatusCode::OK, "nothing has changed");
}

#[tokio::test]
async fn another_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let one = join(&app, &demo(), "seat@shop", Role::Seat).await;
    let other = log_in(&app.api.people, &demo(), "seat@shop").await.unwrap();
    let body = json!({"old": PASSWORD, "new": "another good one"});
    let answer =
        call(&app, ["POST", "/auth/password"], &[("authorization", &bearer(&one))], ELSEWHERE, body).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(me(&app, &one).await.status, StatusCode::OK);
    assert_eq!(me(&app, &other).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(enter(&app, "seat@shop", PASSWORD, ELSEWHERE).await.code(), "bad_credentials");
    assert_eq!(enter(&app, "seat@shop", "another good one", ELSEWHERE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_first_admin_is_made_once() {
    let app = TestApp::start().await;
    let new =
        |token: &str| json!({"token": token, "email": "boss@shop", "name": "老板", "password": PASSWORD});
    let set_up = async |token: &str| call(&app, ["POST", "/auth/setup"], &[], ELSEWHERE, new(token)).await;
    assert_eq!(set_up("x").await.code(), "setup_done", "nobody has opened it");

    join(&app, &demo(), "seat@shop", Role::Seat).await;
    let foreign = app.api.people.open_setup(&ShopId::new("other").unwrap()).await.unwrap().unwrap();
    assert_eq!(set_up(foreign.as_str()).await.code(), "bad_credentials");
    let token = app.api.people.open_setup(&demo()).await.unwrap().unwrap();
    assert_eq!(set_up("demo.00").await.code(), "bad_credentials");
    let (a, b) = tokio::join!(set_up(token.as_str()), set_up(token.as_str()));
    let codes = BTreeSet::from([a.status.as_u16(), b.status.as_u16()]);
    assert_eq!(codes, BTreeSet::from([201, 409]), "of two at once one is first");
    assert_eq!(set_up(token.as_str()).await.code(), "setup_done");
    assert!(app.api.people.open_setup(&demo()).await.unwrap().is_none());
    assert_eq!(enter(&app, "boss@shop", PASSWORD, ELSEWHERE).await.json()["person"]["role"], "admin");
}

#[tokio::test]
async fn demonstrations_leave_no_account_behind() {
    let app = TestApp::start().await;
    let people = &app.api.people;
    join(&app, &demo(), "real@shop", Role::Admin).await;
    people.open_demo(&demo(), Password::enter(PASSWORD)).await.unwrap();
    let seat = log_in(people, &demo(), "seat1@demo").await.unwrap();
    for (email, role) in [("seat2@demo", "seat"), ("super@demo", "supervisor"), ("admin@demo", "admin")] {
        assert_eq!(enter(&app, email, PASSWORD, ELSEWHERE).await.json()["person"]["role"], role);
    }
    people.open_demo(&demo(), Password::enter(PASSWORD)).await.unwrap();
    assert_eq!(me(&app, &seat).await.status, StatusCode::OK, "the same password changes nothing");
    people.open_demo(&demo(), Password::enter("the next demo's")).await.unwrap();
    assert_eq!(me(&app, &seat).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(log_in(people, &demo(), "seat1@demo").await.unwrap_err(), IdentityError::BadCredentials);

    people.close_demo(&demo()).await.unwrap();
    let left: Vec<String> =
        people.accounts(&demo()).await.unwrap().iter().map(|account| account.email.to_string()).collect();
    assert_eq!(left, ["real@shop"]);
}
