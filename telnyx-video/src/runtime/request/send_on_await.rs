//! Sends the request of a request builder that is awaited without `send`.

use std::pin::Pin;

use crate::runtime::error::Error;

/// The future of a request builder.
pub type SendFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Implements `IntoFuture` with the method `send` of a request builder. Takes the name of the builder and the result.
#[doc(hidden)]
#[macro_export]
macro_rules! __send_on_await {
    ($builder:ident -> $output:ty) => {
        impl ::std::future::IntoFuture for $builder {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::runtime::request::send_on_await::SendFuture<$output>;

            // Inlined, so that only programs that await the builder compile a boxed `send`. Otherwise, the release
            // build of this crate would take a fifth longer.
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}

pub use __send_on_await as send_on_await;
