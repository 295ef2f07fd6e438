//! The verbs that operationIds and paths contain.

use crate::names::contains_word;

/// Verbs that begin an operationId: `lock_room`. Words that are more often nouns are missing.
const VERBS: &str = "abort accept acknowledge activate allow answer append apply approve archive assign associate \
    attach authenticate authorize autocomplete ban begin block book bridge broadcast buy calculate cancel capture \
    check claim clear clone close collect compare complete compute configure confirm connect convert copy count \
    deactivate decline decrypt delegate deny deploy deregister describe detach determine disable disassociate \
    disconnect discover dismiss dispatch download duplicate enable encrypt end enqueue enroll estimate evaluate \
    exchange execute expire export extend fail filter find finish flush follow forward gather generate grant \
    hangup hide identify import initialize initiate invalidate invite invoke join kick launch leave link load \
    lock log login logout lookup mark merge migrate move mute notify open park pause pin ping play prepare \
    preview process promote provision publish purchase purge push query reactivate rebuild receive recover \
    redeem refer refresh refund register reject release remind rename render renew reopen reorder request resend \
    reserve reset resolve restart restore resume retry revert revoke rotate run save schedule search select send \
    share sign simulate sort speak split start stop stream submit subscribe suspend swap switch sync synchronize \
    tag terminate test toggle track transcribe transfer transition translate trigger unarchive unassign unban \
    unblock undo unfollow uninstall unlink unlock unmute unpark unpin unpublish unregister unsubscribe untag \
    upgrade upload use validate verify void vote withdraw write";

/// Verbs that read or change the state of an object. In an operationId, they have precedence over other verbs.
pub(super) const STATE_VERBS: &str = "add change create delete destroy edit fetch get insert list modify patch post \
    put read remove replace retrieve save set show update upsert view";

/// Verbs that end an operationId even if it begins with a verb other than [`STATE_VERBS`]: `search_update`. Other verbs
/// end only an operationId whose first word is no verb: `room_lock`.
pub(super) const LAST_VERBS: &str =
    "create delete destroy edit get insert list patch read remove replace retrieve update upsert";

/// The verbs of [`LAST_VERBS`] that change an object.
pub(super) const CHANGE_VERBS: &str =
    "create delete destroy edit insert patch remove replace update upsert";

/// Verbs that retrieve an object or list several objects.
pub(super) const READ_VERBS: &str = "fetch get read retrieve show view";

/// Verbs that act on a collection, whether the noun is in the singular or the plural.
pub(super) const COLLECTION_VERBS: &str =
    "autocomplete count export filter find import list query search sort sync";

/// Words that precede the verb: `bulk_delete`.
pub(in crate::names) const ADVERBS: &str = "batch bulk mass partial";

/// Words that begin a phrase after the noun: `list_for_room`.
pub(in crate::names) const PREPOSITIONS: &str = "after as at before between by during for from in into of on per since \
    to under until via with within without";

/// Whether a word is one of [`VERBS`] or [`STATE_VERBS`].
pub(in crate::names) fn is_verb(word: &str) -> bool {
    contains_word(STATE_VERBS, word) || contains_word(VERBS, word)
}
