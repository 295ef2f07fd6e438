        use models::{Dog, Tag};
        server.example("swap 200");
        server.read(client.pets().swap([Dog::new(5, "Bello").barks(false).tag(Tag::new().text("t"))]).send().await?);
