//! Security schemes other than bearer tokens.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderName};

use super::percent::encode_cookie;
use crate::runtime::client::authentication::{AuthParameters, SecurityScheme};
use crate::runtime::encoding::{Pair, percent_encode};
use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::values::Secret;

/// The scheme `Authorization: Basic …`. The secret is `user:password`.
#[derive(Debug)]
pub struct Basic;

impl SecurityScheme for Basic {
    fn parameters(&self, subject: &str, secret: &Secret) -> ArgumentResult<AuthParameters> {
        if !secret.expose().contains(':') {
            return Err(InvalidArgument::new(format!(
                "{subject} contains no colon; HTTP basic authentication requires `user:password`"
            )));
        }
        AuthParameters::header(subject, AUTHORIZATION, "Basic ", &base64(secret).into())
    }

    fn forms_to_redact(&self, secret: &Secret) -> Vec<Secret> {
        let mut forms = vec![secret.clone(), base64(secret).into()];
        if let Some((_, password)) = secret.expose().split_once(':')
            && !password.is_empty()
        {
            forms.push(password.into());
        }
        forms
    }
}

/// Sends the secret as a header with this name.
#[derive(Debug)]
pub struct Header(pub &'static str);

impl SecurityScheme for Header {
    fn parameters(&self, subject: &str, secret: &Secret) -> ArgumentResult<AuthParameters> {
        let name = HeaderName::from_bytes(self.0.as_bytes()).map_err(|_| {
            InvalidArgument::new(format!("{:?} is not a valid header name", self.0))
        })?;
        AuthParameters::header(subject, name, "", secret)
    }
}

/// Sends the secret as a query parameter with this name.
#[derive(Debug)]
pub struct Query(pub &'static str);

impl SecurityScheme for Query {
    fn parameters(&self, _: &str, secret: &Secret) -> ArgumentResult<AuthParameters> {
        Ok(AuthParameters {
            query: vec![Pair::new(self.0, secret.expose(), percent_encode)],
            ..AuthParameters::default()
        })
    }

    fn forms_to_redact(&self, secret: &Secret) -> Vec<Secret> {
        vec![secret.clone(), percent_encode(secret.expose()).into()]
    }
}

/// Sends the secret as a cookie with this name.
#[derive(Debug)]
pub struct Cookie(pub &'static str);

impl SecurityScheme for Cookie {
    fn parameters(&self, _: &str, secret: &Secret) -> ArgumentResult<AuthParameters> {
        Ok(AuthParameters {
            cookies: vec![Pair::new(self.0, secret.expose(), encode_cookie)],
            ..AuthParameters::default()
        })
    }

    fn forms_to_redact(&self, secret: &Secret) -> Vec<Secret> {
        vec![secret.clone(), encode_cookie(secret.expose()).into()]
    }
}

fn base64(secret: &Secret) -> String {
    STANDARD.encode(secret.expose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;
    use crate::runtime::client::authentication::CredentialId;
    use crate::runtime::request::Request;
    use crate::runtime::response::NoContent;

    const SCHEMES: [(&str, &dyn SecurityScheme); 4] = [
        ("app", &Header("x-app")),
        ("user", &Basic),
        ("token", &Query("token")),
        ("session", &Cookie("sid")),
    ];

    fn client() -> Client {
        [
            ("app", "a1"),
            ("user", "Aladdin:open:sesame"),
            ("token", "a/b"),
            ("session", "a;b"),
        ]
        .into_iter()
        .fold(
            Client::builder().allow_anonymous(),
            |builder, (name, secret)| builder.with_credential(&SCHEMES, name, secret.into()),
        )
        .base_url("https://api.example")
        .build()
        .unwrap()
    }

    #[test]
    fn schemes_set_header_query_and_cookie() {
        let request = Request::<NoContent>::get(&client(), "/rooms")
            .authenticate(&[
                CredentialId::Scheme("app"),
                CredentialId::Scheme("user"),
                CredentialId::Scheme("token"),
                CredentialId::Scheme("session"),
            ])
            .into_parts()
            .build_for_tests()
            .unwrap();
        assert_eq!(request.url().query(), Some("token=a%2Fb"));
        let header = |name: &str| {
            let value = &request.headers()[name];
            assert!(value.is_sensitive());
            value.to_str().unwrap()
        };
        assert_eq!(header("x-app"), "a1");
        assert_eq!(
            header("authorization"),
            "Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ=="
        );
        assert_eq!(header("cookie"), "sid=a%3Bb");
    }

    #[test]
    fn forms_to_redact_include_password_base64_and_percent_encoding() {
        let forms = |scheme: &dyn SecurityScheme, secret: &str| -> Vec<String> {
            scheme
                .forms_to_redact(&secret.into())
                .iter()
                .map(|secret| secret.expose().to_owned())
                .collect()
        };
        assert_eq!(forms(&Header("x-app"), "a1"), ["a1"]);
        assert_eq!(
            forms(&Basic, "me:pass"),
            ["me:pass", "bWU6cGFzcw==", "pass"]
        );
        assert_eq!(forms(&Query("token"), "a/b"), ["a/b", "a%2Fb"]);
        assert_eq!(forms(&Cookie("sid"), "a;b"), ["a;b", "a%3Bb"]);
    }

    #[test]
    fn build_rejects_secrets_that_a_scheme_cannot_carry() {
        let build = |name: &str, secret: &str| {
            Client::builder()
                .allow_anonymous()
                .with_credential(&SCHEMES, name, secret.into())
                .base_url("https://api.example")
                .build()
        };
        assert_eq!(
            build("user", "me").unwrap_err().to_string(),
            "the client can't be built: the secret for `user` contains no colon; \
             HTTP basic authentication requires `user:password`"
        );
        assert_eq!(
            build("app", "é").unwrap_err().to_string(),
            "the client can't be built: the secret for `app` contains non-ASCII characters"
        );
        for name in ["user", "token", "session"] {
            assert!(build(name, "é:b").is_ok());
        }
    }

    #[test]
    fn base64_pads_incomplete_groups() {
        for (text, expected) in [
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("é", "w6k="),
        ] {
            assert_eq!(base64(&text.into()), expected);
        }
    }
}
