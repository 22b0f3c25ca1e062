//! What the bot says where the author wrote nothing, in the languages Baton speaks.

/// The occasions of default texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Text {
    /// The conversation came back from people.
    Returned,
    /// Nobody could be reached.
    Failed,
    /// No agent answered.
    Nobody,
    /// Outside opening hours.
    Closed,
    /// Nothing fitted.
    Fallback,
    /// Sent with the return button where no text can hold it.
    ReturnButton,
    /// A question was answered wrongly too often.
    TooMany,
}

/// One language: returned, failed, nobody, closed, fallback, return button, too many.
struct Texts {
    language: &'static str,
    texts: [&'static str; 7],
}

const LANGUAGES: [Texts; 12] = [
    Texts {
        language: "en",
        texts: [
            "I am back. You are chatting with the bot again.",
            "Nobody can be reached right now. I am still here.",
            "Nobody has answered yet. I am back.",
            "Our people are not here right now. I am still here.",
            "Sorry, I did not understand that.",
            "Tap here to come back to me.",
            "That did not work out. Let us leave it.",
        ],
    },
    Texts {
        language: "da",
        texts: [
            "Jeg er tilbage. Du skriver med botten igen.",
            "Der er ingen at få fat på lige nu. Jeg er her stadig.",
            "Der er ingen, der har svaret endnu. Jeg er tilbage.",
            "Vores medarbejdere er her ikke lige nu. Jeg er her stadig.",
            "Undskyld, det forstod jeg ikke.",
            "Tryk her for at komme tilbage til mig.",
            "Det lykkedes ikke. Lad os lade det ligge.",
        ],
    },
    Texts {
        language: "de",
        texts: [
            "Ich bin zurück. Sie schreiben wieder mit dem Bot.",
            "Gerade ist niemand zu erreichen. Ich bin weiterhin da.",
            "Noch hat niemand geantwortet. Ich bin zurück.",
            "Unser Team ist gerade nicht da. Ich bin weiterhin da.",
            "Entschuldigung, das habe ich nicht verstanden.",
            "Hier tippen, um zu mir zurückzukommen.",
            "Das hat nicht geklappt. Lassen wir es dabei.",
        ],
    },
    Texts {
        language: "es",
        texts: [
            "He vuelto. Estás hablando otra vez con el bot.",
            "Ahora mismo no hay nadie disponible. Yo sigo aquí.",
            "Todavía no ha respondido nadie. He vuelto.",
            "Nuestro equipo no está ahora. Yo sigo aquí.",
            "Lo siento, no lo he entendido.",
            "Toca aquí para volver conmigo.",
            "No ha funcionado. Lo dejamos así.",
        ],
    },
    Texts {
        language: "fr",
        texts: [
            "Me revoilà. Vous discutez de nouveau avec le bot.",
            "Personne n'est joignable pour le moment. Je suis toujours là.",
            "Personne n'a encore répondu. Me revoilà.",
            "Notre équipe n'est pas là pour le moment. Je suis toujours là.",
            "Désolé, je n'ai pas compris.",
            "Touchez ici pour revenir vers moi.",
            "Cela n'a pas fonctionné. Restons-en là.",
        ],
    },
    Texts {
        language: "it",
        texts: [
            "Sono tornato. Stai parlando di nuovo con il bot.",
            "In questo momento non c'è nessuno. Io sono ancora qui.",
            "Nessuno ha ancora risposto. Sono tornato.",
            "Il nostro team ora non c'è. Io sono ancora qui.",
            "Scusa, non ho capito.",
            "Tocca qui per tornare da me.",
            "Non ha funzionato. Lasciamo stare.",
        ],
    },
    Texts {
        language: "nl",
        texts: [
            "Ik ben terug. Je praat weer met de bot.",
            "Er is nu niemand bereikbaar. Ik ben er nog.",
            "Er heeft nog niemand geantwoord. Ik ben terug.",
            "Onze mensen zijn er nu niet. Ik ben er nog.",
            "Sorry, dat heb ik niet begrepen.",
            "Tik hier om naar mij terug te gaan.",
            "Dat is niet gelukt. We laten het erbij.",
        ],
    },
    Texts {
        language: "sv",
        texts: [
            "Jag är tillbaka. Du skriver med boten igen.",
            "Ingen går att nå just nu. Jag är kvar här.",
            "Ingen har svarat än. Jag är tillbaka.",
            "Våra medarbetare är inte här just nu. Jag är kvar här.",
            "Förlåt, det förstod jag inte.",
            "Tryck här för att komma tillbaka till mig.",
            "Det gick inte. Vi låter det vara.",
        ],
    },
    Texts {
        language: "no",
        texts: [
            "Jeg er tilbake. Du skriver med boten igjen.",
            "Ingen er å få tak i akkurat nå. Jeg er her fortsatt.",
            "Ingen har svart ennå. Jeg er tilbake.",
            "Våre folk er ikke her akkurat nå. Jeg er her fortsatt.",
            "Beklager, det forsto jeg ikke.",
            "Trykk her for å komme tilbake til meg.",
            "Det gikk ikke. Vi lar det ligge.",
        ],
    },
    Texts {
        language: "fi",
        texts: [
            "Olen palannut. Keskustelet taas botin kanssa.",
            "Ketään ei tavoiteta juuri nyt. Olen yhä täällä.",
            "Kukaan ei ole vielä vastannut. Olen palannut.",
            "Henkilökuntamme ei ole nyt paikalla. Olen yhä täällä.",
            "Anteeksi, en ymmärtänyt.",
            "Napauta tästä palataksesi luokseni.",
            "Se ei onnistunut. Jätetään se tähän.",
        ],
    },
    Texts {
        language: "pt",
        texts: [
            "Estou de volta. Você está falando com o bot de novo.",
            "Ninguém está disponível agora. Eu continuo aqui.",
            "Ninguém respondeu ainda. Estou de volta.",
            "Nossa equipe não está aqui agora. Eu continuo aqui.",
            "Desculpe, não entendi.",
            "Toque aqui para voltar para mim.",
            "Não deu certo. Vamos deixar assim.",
        ],
    },
    Texts {
        language: "pl",
        texts: [
            "Wracam. Znowu rozmawiasz z botem.",
            "Teraz nikogo nie można zastać. Ja nadal tu jestem.",
            "Nikt jeszcze nie odpowiedział. Wracam.",
            "Naszych pracowników teraz nie ma. Ja nadal tu jestem.",
            "Przepraszam, nie rozumiem.",
            "Dotknij tutaj, aby do mnie wrócić.",
            "To się nie udało. Zostawmy to.",
        ],
    },
];

/// The text of an occasion in a language such as `da` or `pt_BR`; English where there is none.
pub fn default_text(language: &str, text: Text) -> &'static str {
    let code = language.split(['_', '-']).next().unwrap_or("").to_lowercase();
    let code = if code == "nb" || code == "nn" { "no" } else { code.as_str() };
    let texts = LANGUAGES.iter().find(|texts| texts.language == code).unwrap_or(&LANGUAGES[0]);
    texts.texts[text as usize]
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Text, default_text};

    #[test]
    fn every_language_has_every_text() {
        assert_eq!(default_text("da_DK", Text::Fallback), "Undskyld, det forstod jeg ikke.");
        assert_eq!(default_text("nb-NO", Text::Returned), default_text("no", Text::Returned));
        assert_eq!(default_text("xx", Text::Closed), default_text("en", Text::Closed));
        for texts in &LANGUAGES {
            assert!(texts.texts.iter().all(|text| !text.is_empty()), "{}", texts.language);
        }
    }

    #[test]
    fn the_text_beside_the_return_button_is_as_promised() {
        assert_eq!(default_text("en", Text::ReturnButton), "Tap here to come back to me.");
    }
}
