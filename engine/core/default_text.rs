//! What the engine says where an author wrote nothing: by id and language, English where a language is missing.

use crate::tongue::Tongue;

/// A text of the engine's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefaultText {
    /// The conversation is back with the bot.
    Returned,
    /// Nobody could be reached.
    Failed,
    /// The conversation is back because nobody answered in time.
    Nobody,
    /// Outside opening hours.
    Closed,
    /// Nothing fitted.
    Fallback,
    /// Stands over a return button that no text can hold.
    ComeBack,
    /// Asks for another answer where the author wrote no `if_invalid`.
    Invalid,
    /// Too many words came at once.
    TooMuch,
    /// The choice that shows the next ones, where there are more than fit.
    More,
}

impl DefaultText {
    /// All of them, with the ids under which authors word them otherwise (`texts: { returned: … }`).
    pub const ALL: [(&'static str, Self); 9] = [
        ("returned", Self::Returned),
        ("failed", Self::Failed),
        ("nobody", Self::Nobody),
        ("closed", Self::Closed),
        ("fallback", Self::Fallback),
        ("come_back", Self::ComeBack),
        ("invalid", Self::Invalid),
        ("too_much", Self::TooMuch),
        ("more", Self::More),
    ];
}

/// The text in that language (`da`, `da_DK`), else in English.
pub fn default_text(language: &str, which: DefaultText) -> &'static str {
    let base = Tongue::of(language).map(Tongue::base);
    let base = base.as_ref().map_or("", Tongue::as_str);
    let said = TEXTS.iter().find(|texts| texts.language == base).unwrap_or(&TEXTS[0]);
    match which {
        DefaultText::Returned => said.returned,
        DefaultText::Failed => said.failed,
        DefaultText::Nobody => said.nobody,
        DefaultText::Closed => said.closed,
        DefaultText::Fallback => said.fallback,
        DefaultText::ComeBack => said.come_back,
        DefaultText::Invalid => said.invalid,
        DefaultText::TooMuch => said.too_much,
        DefaultText::More => said.more,
    }
}

/// All texts in one language.
struct Texts {
    language: &'static str,
    returned: &'static str,
    failed: &'static str,
    nobody: &'static str,
    closed: &'static str,
    fallback: &'static str,
    come_back: &'static str,
    invalid: &'static str,
    too_much: &'static str,
    more: &'static str,
}

const TEXTS: [Texts; 13] = [
    Texts {
        language: "en",
        returned: "You are talking to our assistant again.",
        failed: "Nobody can be reached right now. I am still here.",
        nobody: "Nobody was free to answer. You are talking to our assistant again.",
        closed: "Our team is not here right now. I am still here.",
        fallback: "Sorry, I did not understand that.",
        come_back: "Tap here to come back to me.",
        invalid: "Sorry, I cannot use that answer. Please try again.",
        too_much: "Sorry, that was too much at once for me. Please write it again in one message.",
        more: "More",
    },
    Texts {
        language: "da",
        returned: "Du taler med vores assistent igen.",
        failed: "Vi kan ikke få fat i nogen lige nu. Jeg er her stadig.",
        nobody: "Der var ikke nogen ledig til at svare. Du taler med vores assistent igen.",
        closed: "Vores team er her ikke lige nu. Jeg er her stadig.",
        fallback: "Undskyld, det forstod jeg ikke.",
        come_back: "Tryk her for at komme tilbage til mig.",
        invalid: "Undskyld, det svar kan jeg ikke bruge. Prøv igen.",
        too_much: "Undskyld, det var for meget på én gang. Skriv det igen i én besked.",
        more: "Flere",
    },
    Texts {
        language: "de",
        returned: "Du sprichst wieder mit unserem Assistenten.",
        failed: "Gerade ist niemand zu erreichen. Ich bin noch da.",
        nobody: "Gerade war niemand frei. Du sprichst wieder mit unserem Assistenten.",
        closed: "Unser Team ist gerade nicht da. Ich bin noch da.",
        fallback: "Das habe ich leider nicht verstanden.",
        come_back: "Tippe hier, um zu mir zurückzukommen.",
        invalid: "Damit kann ich leider nichts anfangen. Bitte versuche es noch einmal.",
        too_much: "Das war leider zu viel auf einmal. Bitte schreibe es noch einmal in einer Nachricht.",
        more: "Mehr",
    },
    Texts {
        language: "es",
        returned: "Estás hablando de nuevo con nuestro asistente.",
        failed: "Ahora mismo no podemos localizar a nadie. Yo sigo aquí.",
        nobody: "No había nadie libre para responder. Estás hablando de nuevo con nuestro asistente.",
        closed: "Nuestro equipo no está disponible ahora. Yo sigo aquí.",
        fallback: "Perdona, no te he entendido.",
        come_back: "Toca aquí para volver conmigo.",
        invalid: "Esa respuesta no me sirve. Inténtalo de nuevo, por favor.",
        too_much: "Perdona, ha sido demasiado a la vez. Escríbelo de nuevo en un solo mensaje, por favor.",
        more: "Más",
    },
    Texts {
        language: "fr",
        returned: "Vous parlez à nouveau avec notre assistant.",
        failed: "Personne n'est joignable pour le moment. Je suis toujours là.",
        nobody: "Personne n'était libre pour répondre. Vous parlez à nouveau avec notre assistant.",
        closed: "Notre équipe n'est pas là pour le moment. Je suis toujours là.",
        fallback: "Désolé, je n'ai pas compris.",
        come_back: "Touchez ici pour revenir vers moi.",
        invalid: "Désolé, je ne peux pas utiliser cette réponse. Réessayez, s'il vous plaît.",
        too_much: "Désolé, c'était trop à la fois. Écrivez-le à nouveau en un seul message, s'il vous plaît.",
        more: "Plus",
    },
    Texts {
        language: "it",
        returned: "Stai parlando di nuovo con il nostro assistente.",
        failed: "Al momento nessuno è raggiungibile. Io sono ancora qui.",
        nobody: "Nessuno era libero per rispondere. Stai parlando di nuovo con il nostro assistente.",
        closed: "Il nostro team non è disponibile ora. Io sono ancora qui.",
        fallback: "Scusa, non ho capito.",
        come_back: "Tocca qui per tornare da me.",
        invalid: "Non posso usare questa risposta. Riprova, per favore.",
        too_much: "Scusa, era troppo in una volta. Scrivilo di nuovo in un solo messaggio, per favore.",
        more: "Altro",
    },
    Texts {
        language: "nl",
        returned: "Je praat weer met onze assistent.",
        failed: "Er is nu niemand bereikbaar. Ik ben er nog.",
        nobody: "Er was niemand vrij om te antwoorden. Je praat weer met onze assistent.",
        closed: "Ons team is er nu niet. Ik ben er nog.",
        fallback: "Sorry, dat begreep ik niet.",
        come_back: "Tik hier om bij mij terug te komen.",
        invalid: "Sorry, daar kan ik niets mee. Probeer het nog eens.",
        too_much: "Sorry, dat was te veel tegelijk. Schrijf het nog eens in één bericht.",
        more: "Meer",
    },
    Texts {
        language: "sv",
        returned: "Du pratar med vår assistent igen.",
        failed: "Vi får inte tag i någon just nu. Jag är kvar här.",
        nobody: "Ingen var ledig att svara. Du pratar med vår assistent igen.",
        closed: "Vårt team är inte här just nu. Jag är kvar här.",
        fallback: "Förlåt, det förstod jag inte.",
        come_back: "Tryck här för att komma tillbaka till mig.",
        invalid: "Det svaret kan jag inte använda. Försök igen.",
        too_much: "Förlåt, det var för mycket på en gång. Skriv det igen i ett meddelande.",
        more: "Fler",
    },
    Texts {
        language: "no",
        returned: "Du snakker med assistenten vår igjen.",
        failed: "Vi får ikke tak i noen akkurat nå. Jeg er her fortsatt.",
        nobody: "Ingen var ledige til å svare. Du snakker med assistenten vår igjen.",
        closed: "Teamet vårt er ikke her akkurat nå. Jeg er her fortsatt.",
        fallback: "Beklager, det forsto jeg ikke.",
        come_back: "Trykk her for å komme tilbake til meg.",
        invalid: "Det svaret kan jeg ikke bruke. Prøv igjen.",
        too_much: "Beklager, det var for mye på én gang. Skriv det igjen i én melding.",
        more: "Flere",
    },
    Texts {
        language: "fi",
        returned: "Keskustelet taas avustajamme kanssa.",
        failed: "Ketään ei tavoiteta juuri nyt. Olen yhä täällä.",
        nobody: "Kukaan ei ehtinyt vastata. Keskustelet taas avustajamme kanssa.",
        closed: "Tiimimme ei ole nyt paikalla. Olen yhä täällä.",
        fallback: "Anteeksi, en ymmärtänyt.",
        come_back: "Palaa luokseni napauttamalla tästä.",
        invalid: "En voi käyttää tuota vastausta. Yritä uudelleen.",
        too_much: "Anteeksi, tuota tuli liikaa kerralla. Kirjoita se uudelleen yhdessä viestissä.",
        more: "Lisää",
    },
    Texts {
        language: "pt",
        returned: "Você está falando de novo com nosso assistente.",
        failed: "Não conseguimos falar com ninguém agora. Eu continuo aqui.",
        nobody: "Não havia ninguém livre para responder. Você está falando de novo com nosso assistente.",
        closed: "Nossa equipe não está disponível agora. Eu continuo aqui.",
        fallback: "Desculpe, não entendi.",
        come_back: "Toque aqui para voltar para mim.",
        invalid: "Não consigo usar essa resposta. Tente de novo, por favor.",
        too_much: "Desculpe, foi demais de uma vez. Escreva de novo em uma só mensagem, por favor.",
        more: "Mais",
    },
    Texts {
        language: "pl",
        returned: "Znów rozmawiasz z naszym asystentem.",
        failed: "Teraz nie możemy się z nikim połączyć. Ja nadal tu jestem.",
        nobody: "Nikt nie mógł teraz odpowiedzieć. Znów rozmawiasz z naszym asystentem.",
        closed: "Naszego zespołu teraz nie ma. Ja nadal tu jestem.",
        fallback: "Przepraszam, nie rozumiem.",
        come_back: "Dotknij tutaj, aby wrócić do mnie.",
        invalid: "Nie mogę użyć tej odpowiedzi. Spróbuj jeszcze raz.",
        too_much: "Przepraszam, to było za dużo naraz. Napisz to jeszcze raz w jednej wiadomości.",
        more: "Więcej",
    },
    Texts {
        language: "ar",
        returned: "أنت تتحدث مع مساعدنا مرة أخرى.",
        failed: "لا يمكن الوصول إلى أحد الآن. أنا ما زلت هنا.",
        nobody: "لم يكن أحد متاحًا للرد. أنت تتحدث مع مساعدنا مرة أخرى.",
        closed: "فريقنا غير متاح الآن. أنا ما زلت هنا.",
        fallback: "عذرًا، لم أفهم ذلك.",
        come_back: "اضغط هنا للعودة إليّ.",
        invalid: "عذرًا، لا يمكنني استخدام هذه الإجابة. حاول مرة أخرى.",
        too_much: "عذرًا، كان ذلك كثيرًا دفعة واحدة. يرجى كتابته مرة أخرى في رسالة واحدة.",
        more: "المزيد",
    },
];

#[cfg(test)]
mod tests {
    use super::{DefaultText, TEXTS, default_text};
    use crate::channel::Piece;

    #[test]
    fn every_language_has_every_text_of_its_own() {
        for texts in &TEXTS[1..] {
            for (id, which) in DefaultText::ALL {
                let said = default_text(texts.language, which);
                assert_ne!(said, default_text("en", which), "{}: {id}", texts.language);
                assert!(!said.trim().is_empty(), "{}: {id}", texts.language);
            }
            assert!(Piece::Label.room().fits(texts.more));
        }
    }

    #[test]
    fn a_region_hears_its_language_and_a_strange_one_english() {
        let said = |tag| default_text(tag, DefaultText::More);
        assert_eq!([said("da_DK"), said("nb-NO"), said("ja_JP")], ["Flere", "Flere", "More"]);
    }
}
