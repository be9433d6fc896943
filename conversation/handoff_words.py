"""The last words of the machine: why a person takes over, fit for the reason and the mood."""

from collections.abc import Mapping
from types import MappingProxyType

from conversation.escalation.findings import Urgency
from conversation.packets import HandoffPacket
from conversation.signals import Reason

#: What an agent will need and the customer can be asked for, by the name in a packet's `missing`.
CUSTOMER_NUMBER, CONCERN, PLACE = "customer_number", "concern", "place"

_DU = {
    Reason.REQUESTED: "Gern, ich hole dir jemanden aus unserem Team dazu.",
    Reason.ANGER: "Das tut mir leid, so soll es nicht laufen. Darum kümmert sich jetzt ein Mensch.",
    Reason.REPEATED_MISUNDERSTANDING: "Ich verstehe dich leider nicht richtig. "
    "Damit du weiterkommst, übernimmt jemand aus unserem Team.",
    Reason.COMPLEXITY: "Das schaut sich am besten jemand aus unserem Team an.",
    Reason.LEGAL_THREAT: "Das nehme ich ernst und gebe es an eine Kollegin oder einen Kollegen.",
    Reason.DISPUTE: "Das prüft jemand aus unserem Team für dich.",
    Reason.SENSITIVE: "Dabei soll dir ein Mensch helfen, dein Anliegen kommt weit nach vorn. "
    "Bei Gefahr ruf bitte die 112 an.",
    Reason.BOT_UNAVAILABLE: "Entschuldigung, bei mir hakt es gerade. "
    "Dein Anliegen geht nicht verloren: Jemand aus unserem Team übernimmt.",
    Reason.UNSUPPORTED_LANGUAGE: "I pass you on to a person in our team. "
    "Ich gebe dich an jemanden aus unserem Team weiter.",
}
_SIE = {
    **_DU,
    Reason.REQUESTED: "Gern, ich hole Ihnen jemanden aus unserem Team dazu.",
    Reason.REPEATED_MISUNDERSTANDING: "Ich verstehe Sie leider nicht richtig. "
    "Damit Sie weiterkommen, übernimmt jemand aus unserem Team.",
    Reason.DISPUTE: "Das prüft jemand aus unserem Team für Sie.",
    Reason.SENSITIVE: "Dabei soll Ihnen ein Mensch helfen, Ihr Anliegen kommt weit nach vorn. "
    "Bei Gefahr rufen Sie bitte die 112 an.",
    Reason.BOT_UNAVAILABLE: "Entschuldigung, bei mir hakt es gerade. "
    "Ihr Anliegen geht nicht verloren: Jemand aus unserem Team übernimmt.",
    Reason.UNSUPPORTED_LANGUAGE: "I pass you on to a person in our team. "
    "Ich gebe Sie an jemanden aus unserem Team weiter.",
}
_SORRY_DU = {
    **_DU,
    Reason.REQUESTED: "Der Ärger tut mir leid. Ich hole dir jetzt jemanden aus unserem Team.",
    Reason.REPEATED_MISUNDERSTANDING: "Entschuldige, dass ich dich nicht richtig verstehe. "
    "Jetzt übernimmt jemand aus unserem Team.",
    Reason.COMPLEXITY: "Entschuldige die Mühe, die du damit hast. "
    "Jetzt kümmert sich jemand aus unserem Team darum.",
    Reason.LEGAL_THREAT: "Es tut mir leid, dass es so weit gekommen ist. Ich nehme das ernst und "
    "gebe es an eine Kollegin oder einen Kollegen.",
    Reason.DISPUTE: "Der Ärger tut mir leid. Das prüft jetzt jemand aus unserem Team für dich.",
}
_SORRY_SIE = {
    **_SORRY_DU,
    **{reason: words for reason, words in _SIE.items() if words != _DU[reason]},
    Reason.REQUESTED: "Der Ärger tut mir leid. Ich hole Ihnen jetzt jemanden aus unserem Team.",
    Reason.REPEATED_MISUNDERSTANDING: "Entschuldigen Sie, dass ich Sie nicht richtig verstehe. "
    "Jetzt übernimmt jemand aus unserem Team.",
    Reason.COMPLEXITY: "Entschuldigen Sie die Mühe, die Sie damit haben. "
    "Jetzt kümmert sich jemand aus unserem Team darum.",
    Reason.DISPUTE: "Der Ärger tut mir leid. Das prüft jetzt jemand aus unserem Team für Sie.",
}
#: Du, and Sie.
EMERGENCY = (
    "In Gefahr? Ruf bitte sofort die 112 an, notfalls mit einem anderen Telefon. "
    "Dein Anliegen kommt zuerst dran.",
    "In Gefahr? Rufen Sie bitte sofort die 112 an, notfalls mit einem anderen Telefon. "
    "Ihr Anliegen kommt zuerst dran.",
)
_ASKING = {
    CUSTOMER_NUMBER: (
        "Schreib gern schon deine Kundennummer dazu, dann geht es schneller.",
        "Schreiben Sie gern schon Ihre Kundennummer dazu, dann geht es schneller.",
    ),
    CONCERN: (
        "Schreib gern schon, worum es geht.",
        "Schreiben Sie gern schon, worum es geht.",
    ),
    PLACE: (
        "Schreib bitte noch, wo der Anschluss liegt.",
        "Schreiben Sie bitte noch, wo der Anschluss liegt.",
    ),
}
#: By ISO 639-1: that we speak German only, that a person takes over, and by when they answer.
IN_OTHER_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "I am sorry, I only speak German. I am passing you on to a person in our team. "
        "You will get an answer by {until}.",
        "tr": "Maalesef yalnızca Almanca biliyorum. Sizi ekibimizden bir çalışana aktarıyorum. "
        "Yanıt en geç: {until}.",
        "pl": "Niestety mówię tylko po niemiecku. Przekazuję sprawę osobie z naszego zespołu. "
        "Odpowiedź najpóźniej: {until}.",
        "ru": "К сожалению, я говорю только по-немецки. Передаю ваше обращение нашему "
        "сотруднику. Ответ не позднее: {until}.",
        "uk": "На жаль, я розмовляю лише німецькою. Передаю ваше звернення нашому "
        "співробітнику. Відповідь не пізніше: {until}.",
        "bg": "За съжаление говоря само немски. Предавам запитването Ви на наш служител. "
        "Отговор най-късно: {until}.",
        "ar": "عذرًا، أتحدث الألمانية فقط. سأحوّل طلبك إلى موظف من فريقنا. "
        "الرد في موعد أقصاه: {until}.",
        "fa": "متأسفانه فقط آلمانی صحبت می‌کنم. درخواست شما را به یکی از همکارانمان می‌سپارم. "
        "پاسخ حداکثر تا: {until}.",
        "ro": "Din păcate vorbesc doar germana. Transmit solicitarea unei persoane din echipa "
        "noastră. Răspuns cel târziu: {until}.",
        "fr": "Désolé, je ne parle qu'allemand. Je transmets votre demande à une personne de notre "
        "équipe. Réponse au plus tard : {until}.",
        "es": "Lo siento, solo hablo alemán. Paso su consulta a una persona de nuestro equipo. "
        "Respuesta como muy tarde: {until}.",
        "it": "Mi dispiace, parlo solo tedesco. Passo la richiesta a una persona del nostro team. "
        "Risposta al più tardi: {until}.",
        "pt": "Lamento, só falo alemão. Passo o seu pedido a uma pessoa da nossa equipa. "
        "Resposta o mais tardar: {until}.",
        "hr": "Nažalost, govorim samo njemački. Prosljeđujem upit osobi iz našeg tima. "
        "Odgovor najkasnije: {until}.",
        "da": "Jeg taler desværre kun tysk. Jeg sender dig videre til en person fra vores team. "
        "Svar senest: {until}.",
        "nl": "Ik spreek helaas alleen Duits. Ik geef uw vraag door aan iemand van ons team. "
        "Antwoord uiterlijk: {until}.",
        "sq": "Na vjen keq, flas vetëm gjermanisht. Ia kaloj kërkesën një personi nga ekipi ynë. "
        "Përgjigja më së voni: {until}.",
        "vi": "Rất tiếc, tôi chỉ nói tiếng Đức. Tôi chuyển yêu cầu của bạn cho một nhân viên. "
        "Trả lời chậm nhất: {until}.",
    }
)


def opening(packet: HandoffPacket, *, sie: bool) -> str:
    """Say why a person takes over; who has had trouble with us hears no cheerful word."""
    if packet.urgency is Urgency.EMERGENCY:
        return EMERGENCY[sie]
    if packet.apologise:
        return (_SORRY_SIE if sie else _SORRY_DU)[packet.reason]
    return (_SIE if sie else _DU)[packet.reason]


def asking(packet: HandoffPacket, *, sie: bool) -> str:
    """Ask for the one thing that an agent will need first; empty where all is known."""
    wanted = next((name for name in packet.missing if name in _ASKING), None)
    return _ASKING[wanted][sie] if wanted else ""
