        use models::{Dog, Tag};
        server.respond_example("swap 200");
        server.record(client.pets().swap([Dog::new(5, "Bello").barks(false).tag(Tag::new().text("t"))]).send().await?);
