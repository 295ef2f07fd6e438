        use futures_util::{StreamExt, TryStreamExt};
        let sse = "text/event-stream";
        server.respond(200, sse, ": hi\n\nevent: add\nid: 7\ndata: {\"delta\":\ndata:\"a\"}\n\ndata: {\"delta\":\"b\"}\n\ndata: [DONE]\n\n");
        let mut events = client.events().watch_events().send().await?;
        while let Some(event) = events.try_next().await? {
            server.record((&event.event, &event.id, event.data));
        }
        server.respond(200, sse, "data: {\"delta\":1}\n\ndata: {\"delta\":\"b\"}\n\n");
        let mut events = client.events().watch_events().send().await?;
        while let Some(event) = events.next().await {
            match event {
                Ok(event) => server.record(event.data),
                Err(error) => server.record_error(error),
            }
        }
        server.respond(200, sse, "data: two\ndata: lines\n\ndata: [DONE]\n\n");
        let events: Vec<_> = client.events().watch_log().send().await?.try_collect().await?;
        server.record(events.into_iter().map(|event| event.data).collect::<Vec<_>>());
        server.respond(200, sse, "id: a\ndata: 5\n\n");
        let mut events = client.events().watch_clock().send().await?;
        server.record(events.try_next().await?.map(|event| (event.id, event.data)));

        server.respond(200, "application/x-ndjson", "{\"delta\":\"a\"}\n\n{\"delta\":\"b\"}");
        let values: Vec<_> = client.lines().retrieve_lines().send().await?.try_collect().await?;
        server.record(values);

        let chats = client.chats();
        server.respond_json(r#"{"delta":"all"}"#);
        server.record(chats.create("hello").send().await?);
        server.respond(200, sse, "data: {\"delta\":\"a\"}\n\n");
        let mut events = chats.create("hello").send_stream().await?;
        server.record(events.try_next().await?.map(|event| event.data));
        server.respond_json(r#"{"delta":"all"}"#);
        server.record(chats.retrieve_chats().send().await?);
        server.respond(200, "application/x-jsonlines", "{\"delta\":\"a\"}\n");
        server.record(chats.retrieve_chats().send_stream().await?.try_next().await?);
