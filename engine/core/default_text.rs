//! What the engine says where an author wrote nothing: by id and language, English where a language is missing.

/// A text of the engine's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefaultText {
    /// The conversation is back with the bot.
    Returned,
    /// Nobody could be reached.
    Failed,
    /// Outside opening hours.
    Closed,
    /// Nothing fitted.
    Fallback,
    /// Stands over a return button that no text can hold.
    ComeBack,
    /// Asks for another answer where the author wrote no `if_invalid`.
    Invalid,
    /// The choice that shows the next ones.
    More,
}

/// The text in that language (`da`, `da_DK`), else in English.
pub fn default_text(language: &str, which: DefaultText) -> &'static str {
    let base = language.split(['_', '-']).next().unwrap_or(language);
    let row = TEXTS.iter().find(|row| row.0.eq_ignore_ascii_case(base)).unwrap_or(&TEXTS[0]);
    match which {
        DefaultText::Returned => row.1,
        DefaultText::Failed => row.2,
        DefaultText::Closed => row.3,
        DefaultText::Fallback => row.4,
        DefaultText::ComeBack => row.5,
        DefaultText::Invalid => row.6,
        DefaultText::More => row.7,
    }
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const TEXTS: [Row; 13] = [
    (
        "en",
        "You are talking to our assistant again.",
        "Nobody can be reached right now. I am still here.",
        "Our team is not here right now. I am still here.",
        "Sorry, I did not understand that.",
        "Tap here to come back to me.",
        "Sorry, I cannot use that answer. Please try again.",
        "More",
    ),
    (
        "da",
        "Du taler med vores assistent igen.",
        "Vi kan ikke få fat i nogen lige nu. Jeg er her stadig.",
        "Vores team er her ikke lige nu. Jeg er her stadig.",
        "Undskyld, det forstod jeg ikke.",
        "Tryk her for at komme tilbage til mig.",
        "Undskyld, det svar kan jeg ikke bruge. Prøv igen.",
        "Flere",
    ),
    (
        "de",
        "Du sprichst wieder mit unserem Assistenten.",
        "Gerade ist niemand zu erreichen. Ich bin noch da.",
        "Unser Team ist gerade nicht da. Ich bin noch da.",
        "Das habe ich leider nicht verstanden.",
        "Tippe hier, um zu mir zurückzukommen.",
        "Damit kann ich leider nichts anfangen. Bitte versuche es noch einmal.",
        "Mehr",
    ),
    (
        "es",
        "Estás hablando de nuevo con nuestro asistente.",
        "Ahora mismo no podemos localizar a nadie. Yo sigo aquí.",
        "Nuestro equipo no está disponible ahora. Yo sigo aquí.",
        "Perdona, no te he entendido.",
        "Toca aquí para volver conmigo.",
        "Esa respuesta no me sirve. Inténtalo de nuevo, por favor.",
        "Más",
    ),
    (
        "fr",
        "Vous parlez à nouveau avec notre assistant.",
        "Personne n'est joignable pour le moment. Je suis toujours là.",
        "Notre équipe n'est pas là pour le moment. Je suis toujours là.",
        "Désolé, je n'ai pas compris.",
        "Touchez ici pour revenir vers moi.",
        "Désolé, je ne peux pas utiliser cette réponse. Réessayez, s'il vous plaît.",
        "Plus",
    ),
    (
        "it",
        "Stai parlando di nuovo con il nostro assistente.",
        "Al momento nessuno è raggiungibile. Io sono ancora qui.",
        "Il nostro team non è disponibile ora. Io sono ancora qui.",
        "Scusa, non ho capito.",
        "Tocca qui per tornare da me.",
        "Non posso usare questa risposta. Riprova, per favore.",
        "Altro",
    ),
    (
        "nl",
        "Je praat weer met onze assistent.",
        "Er is nu niemand bereikbaar. Ik ben er nog.",
        "Ons team is er nu niet. Ik ben er nog.",
        "Sorry, dat begreep ik niet.",
        "Tik hier om bij mij terug te komen.",
        "Sorry, daar kan ik niets mee. Probeer het nog eens.",
        "Meer",
    ),
    (
        "sv",
        "Du pratar med vår assistent igen.",
        "Ingen går att nå just nu. Jag är kvar här.",
        "Vårt team är inte här just nu. Jag är kvar här.",
        "Förlåt, det förstod jag inte.",
        "Tryck här för att komma tillbaka till mig.",
        "Det svaret kan jag inte använda. Försök igen.",
        "Fler",
    ),
    (
        "no",
        "Du snakker med assistenten vår igjen.",
        "Vi får ikke tak i noen akkurat nå. Jeg er her fortsatt.",
        "Teamet vårt er ikke her akkurat nå. Jeg er her fortsatt.",
        "Beklager, det forsto jeg ikke.",
        "Trykk her for å komme tilbake til meg.",
        "Det svaret kan jeg ikke bruke. Prøv igjen.",
        "Flere",
    ),
    (
        "fi",
        "Keskustelet taas avustajamme kanssa.",
        "Ketään ei tavoiteta juuri nyt. Olen yhä täällä.",
        "Tiimimme ei ole nyt paikalla. Olen yhä täällä.",
        "Anteeksi, en ymmärtänyt.",
        "Palaa luokseni napauttamalla tästä.",
        "En voi käyttää tuota vastausta. Yritä uudelleen.",
        "Lisää",
    ),
    (
        "pt",
        "Você está falando de novo com nosso assistente.",
        "Não conseguimos falar com ninguém agora. Eu continuo aqui.",
        "Nossa equipe não está disponível agora. Eu continuo aqui.",
        "Desculpe, não entendi.",
        "Toque aqui para voltar para mim.",
        "Não consigo usar essa resposta. Tente de novo, por favor.",
        "Mais",
    ),
    (
        "pl",
        "Znów rozmawiasz z naszym asystentem.",
        "Teraz nikt nie jest dostępny. Ja nadal tu jestem.",
        "Naszego zespołu teraz nie ma. Ja nadal tu jestem.",
        "Przepraszam, nie rozumiem.",
        "Dotknij tutaj, aby wrócić do mnie.",
        "Nie mogę użyć tej odpowiedzi. Spróbuj jeszcze raz.",
        "Więcej",
    ),
    (
        "ar",
        "أنت تتحدث مع مساعدنا مرة أخرى.",
        "لا يمكن الوصول إلى أحد الآن. أنا ما زلت هنا.",
        "فريقنا غير متاح الآن. أنا ما زلت هنا.",
        "عذرًا، لم أفهم ذلك.",
        "اضغط هنا للعودة إليّ.",
        "عذرًا، لا يمكنني استخدام هذه الإجابة. حاول مرة أخرى.",
        "المزيد",
    ),
];
