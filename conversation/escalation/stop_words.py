"""Stop words of German and of the languages in which others write to us."""

from collections.abc import Mapping


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


# Words of German, its dialects and Low German that look like another language's; and the commonest.
GERMAN = words_of(
    "ich du er sie es wir ihr mich mir dich dir uns euch mein meine meinen meinem meiner dein "
    "deine "
    "ihre ihren ihrem euer eure unser unsere der die das den dem des ein eine einen einem einer "
    "kein keine keinen und oder aber denn weil wenn dass ob als wie was wer wo wann warum wieso "
    "welche welcher welches ist sind war bin bist seid hab habe haben hat hast hatte wird werden "
    "wurde kann kannst können könnt koennen muss will wollen möchte moechte soll sollte darf geht "
    "gehen gibt gibts macht machen nicht nich net ned nix nichts auch noch schon nur sehr mal "
    "jetzt "
    "heute gestern morgen seit bei beim mit von vom zu zum zur nach für fuer auf aus an am im in "
    "über ueber unter bis ohne gegen um durch dann da hier dort so ja nein doch bitte danke moin "
    "hallo guten tag bitteschön mehr weniger immer wieder ganz alles etwas man sich hat's geht's "
    "lahm läuft kaputt störung stoerung rechnung vertrag kündigen kuendigen anschluss leitung "
    "ik mi dat wi ji sünd sünn heff hebbt nich keen keene mien mien dien jüm geiht vun un op för "
    "bi ok ook wat woans wannehr mol noch i isch koi des ois wos is jo mei dei ham hob hamma "
    "kann's ist's und's warum's euer lieber vielen dank tarif router monat"
)
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": words_of(
        "the is are was were be been have has had do does did don't doesn't didn't not isn't it's "
        "i'm i've my your our their we you they he she him her it this that these those there here "
        "what when where why who how which with without from for and or but because if then can "
        "can't could cannot would should will won't please help need want get got working works "
        "work since yesterday today tomorrow days hello hi thanks thank of to at by about any some "
        "no yes all still just very speak english me us i an on"
    ),
    "tr": words_of(
        "ve bir bu şu ne nasıl neden niçin için ile ama çok var yok değil mı mi mu mü mısınız "
        "misiniz musunuz ben sen biz siz bana sana bize size benim senin bizim sizin olarak gibi "
        "daha kadar sonra önce gündür gün dün bugün yarın merhaba selam lütfen teşekkürler "
        "teşekkür ederim yardım eder edebilir misin internetim interneti çalışmıyor çalismiyor "
        "calismiyor yardim lutfen icin cok degil almanca almancam türkçe nerede zaman istiyorum "
        "telefonum faturam fatura biliyor musun istemiyorum gelecek saat evde hala hâlâ artık "
        "oldu olmuyor gelmiyor"
    ),
    "pl": words_of(
        "i w z na do nie jest się sie że ze to jak co czy mam mamy może moze mogę moge proszę "
        "prosze dzień dzien dobry dziękuję dziekuje pomoc pomóc pomoc internetu internetu działa "
        "dziala nie od wczoraj dzisiaj dziś jutro moja mój moj moje mnie mi ja ty on ona my wy "
        "państwo panstwo pan pani po polsku niemiecku mówię mowie rozumiem gdzie kiedy dlaczego "
        "tylko jeszcze już juz bardzo przez dla ale albo umowa umowę rachunek faktura"
    ),
    "ro": words_of(
        "și si nu este sunt am ai are avem aveți aveti că ca pentru cu din pe la în in de mai "
        "foarte vă va rog mulțumesc multumesc bună buna ziua ajutor ajuta ajutați ajutati "
        "internetul merge funcționează functioneaza ieri azi mâine maine zile meu mea mei mele "
        "dumneavoastră când cand unde cum ce vorbesc română romana germană germana factura "
        "contractul eu noi voi doar"
    ),
    "fr": words_of(
        "le la les un une des du de et est sont je tu il elle nous vous ils ne pas plus que qui "
        "quoi où quand comment pourquoi avec sans pour dans sur mon ma mes votre vos notre bonjour "
        "merci s'il plaît plait aide aider marche fonctionne depuis hier aujourd'hui demain jours "
        "c'est j'ai n'est n'ai l'internet d'internet parle parlez français francais allemand mais "
        "ou très tres facture contrat"
    ),
    "es": words_of(
        "el la los las un una unos y o pero es son está esta están estan no sí si que qué quien "
        "cuando cuándo donde dónde como cómo por para con sin mi mis su sus yo tú usted ustedes "
        "hola cuánto cuesta buenos días dias buenas tardes gracias favor ayuda ayudar funciona "
        "desde ayer hoy "
        "mañana tengo tiene tienen puede pueden hablo habla español alemán aleman muy factura "
        "contrato del al me le nos hace"
    ),
    "it": words_of(
        "il lo la gli le un una e è sono ho hai ha abbiamo avete non che chi cosa quando dove come "
        "perché perche con senza per da di del della nel mio mia miei suo sua vostro buongiorno "
        "ciao salve grazie favore aiuto aiutare aiutarmi funziona ieri oggi domani giorni parlo "
        "parla italiano tedesco ma molto più bolletta contratto mi vi ci potete può puo"
    ),
    "pt": words_of(
        "o os as um uma e é são sao não nao que quem quando onde como por para com sem meu minha "
        "meus seu sua eu você voce vocês nós olá ola bom dia boa tarde obrigado obrigada favor "
        "ajuda ajudar funciona desde ontem hoje amanhã amanha tenho tem podem pode falo português "
        "alemão muito fatura contrato está estou dias"
    ),
    "hr": words_of(
        "i je nije su nisu sam nisam da ne što sto šta sta kako kada kad gdje gde zašto zasto "
        "molim vas vam mi me moj moja moje nam hvala dobar dan zdravo pozdrav pomoć pomoc pomoći "
        "možete mozete radi ne od jučer jucer juče juce danas sutra dana imam nemam govorim "
        "njemački nemački hrvatski srpski bosanski samo jako račun racun ugovor mogu treba se sa za"
    ),
    "da": words_of(
        "jeg du han hun vi ikke er var har havde kan kunne skal vil og eller men fordi hvis hvad "
        "hvor hvornår hvordan hvorfor hvem med uden til fra på af det den en et min mit mine din "
        "jeres hej goddag tak hjælp hjælpe virker siden går dag dage snakker taler dansk tysk "
        "meget også regning aftale mig os"
    ),
    "nl": words_of(
        "ik jij je u wij zij hij niet geen is zijn was heb hebt heeft hebben kan kunnen moet wil "
        "en of maar omdat als wat waar wanneer hoe waarom wie met zonder voor naar van het een de "
        "mijn uw jullie hallo goedendag dank bedankt alstublieft hulp helpen werkt sinds gisteren "
        "vandaag morgen dagen spreek nederlands duits heel ook rekening mij deze dit"
    ),
    "sq": words_of(
        "është nuk dhe unë ju ne për me nga në të një çfarë kur ku si pse përshëndetje "
        "faleminderit "
        "ju lutem ndihmë ndihmoni punon dje sot ditë kam keni flas shqip gjermanisht interneti im "
        "ime po jo mund"
    ),
    "vi": words_of(
        "tôi không và là của có cho với này được xin chào cảm ơn giúp bạn mạng hôm qua nay ngày "
        "nói tiếng việt đức làm ơn bị"
    ),
}
