//! The code that the documentation shows of a server, as it stands there.

use oasmith_example_server::dataset_activity;
use oasmith_example_server::dataset_activity::server::{
    Access, Context, Credentials, ListDatasetActivityError, ListDatasetActivityRequest,
    ListDatasetActivityResponse, Refusal,
};
use oasmith_example_server::dataset_activity::types::DatasetActivityPage;

/// Stands for a pool of connections to a database.
#[derive(Clone)]
struct Pool;

impl Pool {
    async fn count(&self) -> Result<i64, std::num::ParseIntError> {
        "7".parse()
    }

    async fn find_user(&self, token: &str) -> Option<User> {
        (token == "token").then_some(User)
    }
}

/// Who calls.
struct User;

#[rustfmt::skip]
mod shown {
    use super::*;

    #[derive(Clone)]
    struct Activity { db: Pool }

    impl dataset_activity::server::Authenticator for Activity {
        type Principal = User;

        async fn authenticate(&self, credentials: Credentials, _: Access<'_>) -> Result<User, Refusal> {
            let Credentials::BearerAuth(token) = credentials;
            self.db.find_user(token.as_str()).await.ok_or(Refusal::Unauthenticated)
        }
    }

    impl dataset_activity::server::Api for Activity {
        async fn list_dataset_activity(&self, request: ListDatasetActivityRequest, _: Context<User>)
            -> Result<ListDatasetActivityResponse, ListDatasetActivityError> {
            let total = self.db.count().await?;
            Ok(DatasetActivityPage::new(request.limit, request.offset, total).into())
        }
    }

    pub fn app(db: Pool) -> axum::Router {
        let app = dataset_activity::server::router(Activity { db });   // an axum::Router: add any tower layer
        app
    }
}

#[test]
fn a_server_is_an_axum_router() {
    let app: axum::Router = shown::app(Pool);
    assert!(app.has_routes());
}
