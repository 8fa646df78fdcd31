//! The keys that a client sends, to a server in the same process that fails each first time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use idempotency_keys_api::client::in_process::InProcess;
use idempotency_keys_api::client::{
    Attempt, BoxFuture, Client, Error, Hook, InvalidRequest, RetryPolicy,
};
use idempotency_keys_api::server::*;
use idempotency_keys_api::types::Payment;

/// Keeps the keys that it is shown.
#[derive(Clone, Default)]
struct Payments(Arc<Mutex<Vec<Option<String>>>>);

impl Payments {
    /// Whether it is the second time, or a later one.
    fn is_known(&self, key: Option<String>) -> bool {
        let mut keys = self.0.lock().unwrap();
        let is_known = keys.contains(&key);
        keys.push(key);
        is_known
    }

    fn keys(&self) -> Vec<Option<String>> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn busy() -> Failure {
    Failure::new(http::StatusCode::SERVICE_UNAVAILABLE, "busy")
}

impl Api for Payments {
    async fn create_payment(
        &self,
        request: CreatePaymentRequest,
        _: Context,
    ) -> Result<CreatePaymentResponse, CreatePaymentError> {
        match self.is_known(request.idempotency_key) {
            true => Ok(request.body.into()),
            false => Err(busy().into()),
        }
    }

    async fn change_payments(
        &self,
        request: ChangePaymentsRequest,
        _: Context,
    ) -> Result<ChangePaymentsResponse, ChangePaymentsError> {
        match self.is_known(request.x_idempotency_key.map(|key| key.to_string())) {
            true => Ok(ChangePaymentsResponse::NoContent),
            false => Err(busy().into()),
        }
    }

    async fn refund(
        &self,
        request: RefundRequest,
        _: Context,
    ) -> Result<RefundResponse, RefundError> {
        match self.is_known(Some(request.idempotency_key)) {
            true => Ok(RefundResponse::NoContent),
            false => Err(busy().into()),
        }
    }

    async fn set_refunds(
        &self,
        request: SetRefundsRequest,
        _: Context,
    ) -> Result<SetRefundsResponse, SetRefundsError> {
        self.is_known(request.idempotency_key);
        Ok(SetRefundsResponse::NoContent)
    }
}

/// What hooks were told.
#[derive(Clone, Default)]
struct Seeing(Arc<Mutex<Vec<String>>>);

impl Hook for Seeing {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), InvalidRequest>> {
        let operation = attempt.operation().unwrap();
        let line = format!("{} {} {}", operation.id, operation.path, attempt.number());
        self.0.lock().unwrap().push(line);
        Box::pin(std::future::ready(Ok(())))
    }
}

fn client(payments: &Payments) -> (Client, Seeing) {
    let seeing = Seeing::default();
    let client = Client::builder("http://in.process")
        .transport(InProcess::new(router(payments.clone())))
        .retries(RetryPolicy::new().first_pause(Duration::ZERO))
        .hook(seeing.clone())
        .build()
        .unwrap();
    (client, seeing)
}

#[tokio::test]
async fn keys_are_filled_in_and_kept() {
    let payments = Payments::default();
    let (client, seeing) = client(&payments);
    let payment = Payment { amount: 5 };
    let paid = client.create_payment(payment).send().await.unwrap();
    assert_eq!(paid, payment);
    let first = payments.keys();
    assert_eq!(first.len(), 2);
    assert_eq!(first[0], first[1]);
    assert_eq!(first[0].as_ref().map(String::len), Some(36));
    assert_eq!(
        *seeing.0.lock().unwrap(),
        ["createPayment /payments 1", "createPayment /payments 2"]
    );
    client.create_payment(payment).send().await.unwrap();
    assert_ne!(payments.keys()[0], first[0]);
    client.change_payments().send().await.unwrap();
    assert_eq!(payments.keys()[0].as_ref().map(String::len), Some(36));
}

#[tokio::test]
async fn keys_of_the_callers_stay() {
    let payments = Payments::default();
    let (client, _) = client(&payments);
    let payment = client.create_payment(Payment { amount: 5 });
    payment.idempotency_key("mine").send().await.unwrap();
    client.refund("given").send().await.unwrap();
    let own = |key: &str| Some(key.to_owned());
    assert_eq!(
        payments.keys(),
        [own("mine"), own("mine"), own("given"), own("given")]
    );
    client.set_refunds().send().await.unwrap();
    assert_eq!(payments.keys(), [None]);
}

#[tokio::test]
async fn options_hold_for_single_calls() {
    let payments = Payments::default();
    let (client, _) = client(&payments);
    let hurried = client.with(|options| options.without_retries());
    match hurried.refund("given").send().await {
        Err(Error::Unexpected(error)) => assert_eq!(error.status(), 503),
        other => panic!("{other:?}"),
    }
}
