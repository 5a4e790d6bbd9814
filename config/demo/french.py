"""What the first school says to itself: (title, text) by occasion."""

CLASS = (
    (
        "La semaine des planètes",
        "Nous avons accroché le Soleil au plafond et chacun tient sa planète. Jupiter ne passe plus par la porte : elle dormira dans le couloir.\n\nDemain, nous calculons combien de pas séparent la Terre de Mars.",
    ),
    (
        "Sortie à la médiathèque",
        "Jeudi matin, nous allons à pied à la médiathèque. Départ à 9 h, retour pour la cantine.\n\nÀ apporter : la carte de lecteur et un sac solide. Chaque enfant choisit deux livres, un pour la classe et un pour la maison.",
    ),
    (
        "Nos haricots ont poussé",
        "Sept centimètres en une semaine ! Celui qui était dans le placard est tout blanc : les enfants ont trouvé pourquoi avant que je pose la question.",
    ),
    (
        "Dictée de vendredi",
        "Les mots à revoir : automne, feuille, champignon, écureuil, noisette, récolte. On les épelle, on les écrit, on en fait une phrase drôle.",
    ),
    (
        "Gymnase mardi",
        "Pensez aux chaussures propres et à une gourde marquée au prénom. Nous commençons le cycle de lutte : ongles courts, cheveux attachés.",
    ),
    (
        "Le livre du mois",
        "Nous lisons chaque jour un chapitre à voix haute. Hier, personne ne voulait que la sonnerie retentisse. Ceux qui veulent le relire le trouveront sur l’étagère bleue.",
    ),
    (
        "Exposé sur les volcans",
        "Bravo pour les exposés de ce matin. L’éruption au vinaigre a tenu toutes ses promesses, et la table aussi.",
    ),
    (
        "Cahier de poésie",
        "La poésie est collée dans le cahier, page de gauche libre pour l’illustration. On la récite lundi, avec la voix et les mains.",
    ),
    (
        "Merci pour le goûter",
        "Les gâteaux ont disparu en onze minutes. Merci aux familles, et merci aux balayeurs volontaires.",
    ),
    (
        "Les fractions en pizza",
        "Un quart, deux quarts, et celui qui mange le reste apprend la soustraction. La recette est dans le cahier de maths.",
    ),
    (
        "Conseil d’élèves",
        "Les délégués proposent : un coin calme dans la cour, deux ballons neufs, et que le jeudi soit le jour des cordes à sauter. La directrice répondra avant vendredi.",
    ),
    (
        "Piscine : dernier rappel",
        "Maillot, bonnet, serviette, et un sac plastique pour le mouillé. Les lunettes restent à la maison si on n’arrive pas à les mettre tout seul.",
    ),
    (
        "Nous écrivons à nos correspondants",
        "La première lettre est partie ce matin. Chacun a raconté sa rue, son animal ou son plat préféré. Réponse espérée avant les vacances.",
    ),
    (
        "Le temps qu’il fait",
        "Notre relevé du mois : dix jours de soleil, huit de nuages, quatre de pluie. Le vent a gagné une fois, il a emporté le thermomètre.",
    ),
    (
        "Chorale",
        "Nous chantons avec la classe voisine. À réviser à la maison : le deuxième couplet, celui que tout le monde oublie.",
    ),
    (
        "Les mains dans la terre",
        "Les bulbes sont plantés devant la grille. Tulipes à gauche, jonquilles à droite, et un oignon que quelqu’un a glissé là pour voir.",
    ),
)

PARENTS = (
    (
        "Réunion de classe",
        "Je vous attends mardi à 18 h dans la classe. Nous parlerons du programme, des sorties et de la façon de suivre le travail ici. Comptez une heure.",
    ),
    (
        "Autorisation de sortie",
        "Le papier jaune est dans le cahier de liaison. Merci de le rendre signé avant jeudi : sans lui, votre enfant restera dans une autre classe.",
    ),
    (
        "Deux accompagnateurs ?",
        "Pour la médiathèque, il me manque deux adultes de 8 h 45 à 11 h 30. Un mot ici suffit. Merci d’avance.",
    ),
    (
        "Poux",
        "Ils sont de retour. Merci de regarder les têtes ce soir, et de nous le dire sans gêne : cela arrive dans toutes les classes.",
    ),
    (
        "Photos de classe",
        "Le photographe passe lundi matin. Personne n’est obligé d’être coiffé, mais chacun peut sourire.",
    ),
)

SCHOOL = (
    (
        "Vacances d’automne",
        "L’école ferme vendredi à 16 h 30. Bonnes vacances à tous, et merci à celles et ceux qui ont rangé la bibliothèque.",
    ),
    (
        "Collecte pour la banque alimentaire",
        "Jusqu’à jeudi, vous pouvez déposer conserves, pâtes et biscuits dans les cartons de l’entrée. Les CM2 les porteront vendredi.",
    ),
    (
        "Travaux rue de l’école",
        "La grille de gauche est fermée cette semaine. Tout le monde entre par la cour. Merci de ne pas vous garer sur le passage.",
    ),
    (
        "Marché de l’école",
        "Samedi de 10 h à 13 h : gâteaux, livres d’occasion et dessins. La recette paie le car de la sortie de juin.",
    ),
)

STUDENTS_SAY = (
    "Moi j’ai trouvé la réponse !",
    "On pourra recommencer ?",
    "J’ai apporté une graine de courge.",
    "C’était trop bien.",
    "Est-ce qu’on garde le dessin ?",
    "Mon haricot est plus grand que moi.",
    "Je peux faire l’exposé avec mon voisin ?",
    "J’ai appris la poésie.",
    "Merci maîtresse",
    "Et si on invitait les petits ?",
)

PARENTS_SAY = (
    "Merci pour la photo, on en a parlé tout le repas.",
    "Je peux accompagner jeudi.",
    "C’est noté, merci.",
    "Le papier est dans le cahier.",
    "Bravo à tous !",
    "Nous n’avons pas reçu le papier jaune, est-ce normal ?",
)

CONVERSATIONS = (
    (
        "Rendez-vous",
        "Bonjour, pourrions-nous nous voir un soir de la semaine prochaine ?",
        "Bien sûr. Mardi à 16 h 45 vous convient ?",
        "Parfait, à mardi.",
    ),
    (
        "Absence demain",
        "Bonjour, nous avons rendez-vous chez le dentiste demain matin. Retour vers 10 h 30.",
        "Merci de m’avoir prévenue. Je garde les exercices de côté.",
    ),
    (
        "Le livre de la médiathèque",
        "Bonsoir, impossible de retrouver le livre sur les loups…",
        "Il était sous le tapis de lecture. Tout va bien !",
    ),
)

# Ce qui fut dit, pourquoi et avec quels mots c’est signalé, et ce qu’il en advient.
REPORTS = (
    (
        "T’es nul, personne veut de toi dans l’équipe.",
        "unkind",
        "C’est méchant et ce n’est pas vrai.",
        "waits",
    ),
    ("Demandez à Noa ce qui s’est passé chez elle.", "private", "Ça parle de moi.", "looked after"),
    ("Celui qui lit ça est un bébé.", "unkind", "Il le dit à tout le monde.", "removed"),
    ("Ce livre est nul.", "other", "C’est mon livre préféré.", "nothing"),
    ("Tu danses comme un canard et tu sens pareil.", "unkind", "Tous les jours.", "restricted"),
    ("Demain je casse ton vélo.", "violent", "Je le crois capable.", "blocked"),
    ("Qui t’a laissée choisir le jeu ?", "unkind", "Elle dit toujours ça.", "looked at again"),
    (
        "À la maison on m’enferme quand je pleure.",
        "safety",
        "Elle a écrit ça et après elle était triste.",
        "waits",
    ),
)
NOTE = "Parlé avec les deux à midi. Les familles sont prévenues."
LOOK_AGAIN = "J’ai seulement demandé. Je voulais choisir aussi."
WHY_RESTRICTED = "Des commentaires blessants, encore, une semaine après l’avertissement."
WHY_BLOCKED = "Une menace envers un autre élève."
INSTEAD = "En colère ? Le dire à un adulte avant d’écrire."
SITES = (
    (
        "jeux-gratuits-a-gagner.example",
        "Une fenêtre qui demandait mon adresse pour gagner un téléphone.",
        "Ce site est bloqué à l’école. Merci de l’avoir dit.",
    ),
    ("videos-qui-font-peur.example/nuit", "Une vidéo qui commence toute seule."),
)
TERMS = ("1er trimestre", "2e trimestre", "3e trimestre")
CLOSED = "Ce soir l’école se repose. À demain matin !"
CONCERNS = (
    (
        "Dormait sur sa table deux fois cette semaine, sans petit-déjeuner.",
        "« Je me lève sans personne. »",
    ),
    ("Sans manteau sous la pluie, pour le troisième jour.", "« Il est chez papa. »"),
    ("Ne voulait pas rentrer à la maison, et restait au vestiaire.", ""),
)
CALL = "Appeler la mère, proposer l’accueil du matin."
CALLED = "Elle nous remercie ; elle travaille de nuit ce mois-ci. Accueil du matin dès lundi."
SIGNED_OFF = "Petit-déjeuner à l’école jusqu’à Pâques. Rien d’autre n’inquiète."
LISTEN = "Prendre un moment calme avec l’enfant, écouter, noter ses mots."
PICTURES = {
    "Nos haricots ont poussé": "Trois pots alignés : deux pousses vertes, une pousse blanche",
    "La semaine des planètes": "Les planètes peintes par les élèves, du Soleil à Neptune",
    "Les mains dans la terre": "Une rangée de tulipes et de jonquilles dessinées",
}

PROJECT = (
    "Le journal des deux cours",
    "Un journal à quatre mains : les reportages, les dessins et la une, choisis ensemble.",
)
PROJECT_ENTRY = (
    "Première réunion de rédaction",
    "Les CM1 s’occupent de la cantine, les CM2 du potager. Les idées de titre se disent ici, jusqu’à vendredi.",
)
ASKED_PROJECT = (
    "Lectures à deux voix",
    "Les grands lisent aux plus jeunes le jeudi, et chacun raconte ensuite ce qu’il a entendu.",
)
ENDED_PROJECT = (
    "Les arbres de notre rue",
    "Deux classes dessinent, mesurent et nomment chaque arbre entre l’école et la place.",
)
ENDED_PROJECT_ENTRY = (
    "Trente et un arbres",
    "Le plan est affiché dans le couloir. Le plus vieux est le tilleul de la boulangerie : quatre CE1 en font tout juste le tour en se donnant la main.",
)
BETWEEN = (
    "Deux cours de récréation",
    "Une classe d’ici et une classe d’outre-Manche se racontent leurs jeux, leurs bruits et leurs goûters.",
)
CLASSES_THERE = "Une classe d’enfants d’une dizaine d’années"
BETWEEN_ENTRY = (
    "À quoi joue-t-on chez vous ?",
    "Ici, la marelle va jusqu’à huit et le préau sert de refuge à chat perché. Racontez-nous vos jeux, en français ou en anglais.",
)
TO_CONFIRM = (
    "Sortie au musée jeudi",
    "Nous partons jeudi à 8 h 15 devant l’école et rentrons vers 16 h. Merci de prévoir un pique-nique et une gourde, et de confirmer que vous avez lu ce message.",
)


SCHEDULED = (
    "Sortie au muséum",
    "Bonjour, nous partons jeudi à 8 h 45 et rentrons pour 16 h. Prévoir un pique-nique et de bonnes chaussures.",
)
BEGUN = ("Le cahier de lecture", "Bonjour, le cahier est bien arrivé, et la suite de l’histoire")
TRIP = (
    "Une journée au moulin",
    "Nous partons à pied et nous rentrons pour la sortie de l’école. Chacun apporte un pique-nique, une gourde et des chaussures qui n’ont pas peur de la farine.",
)
TRIP_PLACE = "Moulin des Trois-Rivières"
HOMEWORK = (
    "Relire la page des moulins",
    "Lire la page 34 du livre de sciences et préparer une question pour le meunier.",
)
POLL_ENTRY = (
    "Notre prochain livre",
    "Trois histoires attendent sur l’étagère bleue. La classe choisit celle que nous lirons à voix haute.",
)
POLL = (
    "Quel livre commençons-nous ?",
    ["Le phare qui chantait", "Une lettre pour Mars", "Les cousins du brouillard"],
)
AT_THE_TOP = (
    "La vie de la classe",
    "<p>L’école ouvre à <strong>8 h 20</strong> et ferme à 16 h 30.</p><ul><li><p>lundi et jeudi : sport, avec des baskets</p></li><li><p>mardi : bibliothèque</p></li><li><p>vendredi : le cahier rentre à la maison</p></li></ul>",
)
ENTRY_BEGUN = (
    "Le spectacle de Noël",
    "<p>Nous cherchons encore <em>un âne</em> et deux étoiles.</p>",
)
ENTRY_AHEAD = (
    "Les photos sont arrivées",
    "<p>Elles attendent à l’entrée de la classe, du lundi au mercredi.</p>",
)
HANDED_IN = (
    (
        "Mon exposé sur les hérissons",
        "Le hérisson dort tout l’hiver. Il a environ six mille piquants. Chez ma grand-mère, il y en a un sous la haie.",
    ),
    ("Le match de samedi", "On a gagné."),
    (
        "La cabane du jardin",
        "Avec mon cousin nous avons construit une cabane avec des branches. Elle tient debout toute seule !",
    ),
)
GIVEN_BACK = (
    "Bravo ! Raconte aussi contre qui, et comment cela s’est passé : deux phrases suffisent."
)
