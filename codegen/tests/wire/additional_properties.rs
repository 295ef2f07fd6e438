        use models::{Closed, Extras, Open, Typed};
        let extras = Extras::new().typed(Typed::new(7)).open(Open::new().id("a")).closed(Closed::new().id("b"));
        server.example("swap 200 typed");
        server.read(client.extras().swap([extras]).send().await?);
        server.answer_json(r#"{"closed": {"id": "c", "new": 1}}"#);
        server.read(client.extras().swap([]).send().await?);
