        use models::{Room, Size, State};
        server.respond_example("swap 200 all");
        let replace = client.rooms().swap("1", 5).id_2("2").id_3("3").id_4("4").id_6(6);
        let room = replace.send().await?;
        server.record_debug(room.state == Some(State::Done2) && room.size == Some(Size::S2));
        server.record(room);
        let room = |state| Room::new().room_id("a").room_id_2("b").state(state);
        let rooms = [
            room(State::Done).size(Size::S),
            room(State::Done2).size(Size::S2),
            room(State::Done3).size(Size::from(7)),
        ];
        client.texts().set("x", rooms).send().await?;
