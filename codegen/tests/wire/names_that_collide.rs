        use models::{Room, Size, State};
        server.respond_example("swap 200 all");
        let replace = client.rooms().swap("1", 5).id_2("2").id_3("3").id_4("4").id_6(6);
        let room = replace.send().await?;
        server.record_debug(room.state == Some(State::DoneUpper) && room.size == Some(Size::S));
        server.record(room);
        let room = |state| Room::new().room_id("a").room_id_2("b").state(state);
        let rooms = [
            room(State::DoneLower).size(Size::SLower),
            room(State::DoneUpper).size(Size::S),
            room(State::Done).size(Size::from(7)),
        ];
        client.texts().set("x", rooms).send().await?;
