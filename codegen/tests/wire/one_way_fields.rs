        use models::User;
        let users = client.users();
        server.example("addUser 201");
        server.read(users.add("Ann", "secret").hint("h").send().await?);
        users.replace([User::new("Bob", "p")]).send().await?;
