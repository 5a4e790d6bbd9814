"""Names as a French school has them, none of them anybody's in particular.

All of them can be written in ISO-8859-1, as the exports are.
"""

# ruff: noqa: SIM905  a name a line would fill pages

GIRLS = """
Léa Emma Louise Jade Alice Chloé Inès Zoé Manon Lina Rose Léna Anna Mila Ambre Julia Agathe Jeanne
Lucie Éva Nina Romane Juliette Margaux Camille Clémence Élise Maëlle Noémie Salomé Victoire Apolline
Héloïse Capucine Anaïs Maëlys Célestine Océane Garance Solène Gwenaëlle Aïcha Fatou Mariam Kadiatou
Aminata Awa Yasmine Nour Sofia Leïla Samira Meriem Khadija Hafsa Imane Assia Djenaba Linh Mai Thuy
Hana Mei Yuna Ines-Maria Beatriz Matilde Carolina Lucía Elif Zeynep Defne Anouk Marie-Lou Lou-Ann
Anne-Sophie Marie-Amélie Rose-Marie Tatiana Darya Oksana Nadejda Saraswati Priya Kavya Anjali Tiana
Voahangy Teuira Heimiti Maïwenn Rozenn Nolwenn Ainhoa Elaia Ghjulia Vannina Esther Rachel Salma
""".split()

BOYS = """
Gabriel Léo Raphaël Louis Arthur Jules Adam Hugo Maël Liam Noah Paul Ethan Tiago Sacha Gabin Nathan
Mohamed Aaron Tom Éden Malo Naël Marius Théo Antoine Gaspard Martin Augustin Timothée Célestin
Côme Léandre Élie François Étienne Joël Noël Loïc Gaël Ewen Yanis Ilyès Rayan Bilal Amine Ibrahim
Moussa Mamadou Ousmane Sékou Abdoulaye Souleymane Issa Demba Minh Khoa Bao Hiro Wei João Rafael
Afonso Diego Mateo Emre Kerem Deniz Jean-Baptiste Jean-Loup Pierre-Louis Paul-Émile Marc-Antoine
Ivan Dimitri Oleksandr Arjun Rohan Vikram Hery Tojo Manoa Teiki Erwan Corentin Titouan Ronan Peio
Ximun Lisandru Ange David Samuel Nathanaël Anselme Eliott Ulysse Basile Honoré Isaac Nils Oscar
""".split()

WOMEN = """
Sophie Céline Aurélie Émilie Stéphanie Delphine Virginie Sandrine Nathalie Isabelle Valérie Karine
Élodie Laetitia Mélanie Julie Marion Audrey Hélène Claire Anne Marie-Laure Marie-Pierre Anne-Laure
Véronique Christelle Frédérique Béatrice Geneviève Myriam Nadia Fatima Rachida Naïma Aïssatou
Fatoumata Mariama Bintou Ramata Hawa Kheira Zohra Samia Hanane Thi-Lan Phuong Xia Yuki Maria-José
Fernanda Conceição Patrícia Carmen Pilar Ayse Fatma Gülsen Svetlana Iryna Lakshmi Sunita Vololona
Moea Gaëlle Maïtena Letizia Judith Noémi Dominique Pascale Joëlle Marlène Sylvie Corinne Agnès
""".split()

MEN = """
Nicolas Julien Sébastien David Christophe Guillaume Stéphane Frédéric Olivier Jérôme Mickaël Cédric
Fabrice Grégory Ludovic Vincent Benoît Mathieu Rémi Romain Thomas Alexandre Jean-Marc Jean-Philippe
Pierre-Yves Karim Rachid Mourad Farid Abdelkader Hassan Youssef Saïd Mamoudou Boubacar Cheikh
Lamine Oumar Idrissa Seydou Tuan Quang Jun Kenji José Manuel Joaquim António Carlos Javier Mehmet
Mustafa Ahmet Sergueï Andriy Rajesh Suresh Rado Tamatoa Yann Gwénolé Beñat Ghjacumu Daniel Emmanuel
Dominique Pascal Thierry Philippe François-Xavier Gérald Arnaud Bertrand Cyrille Xavier Raphaël
""".split()

FAMILIES = [
    *"""
    Aubry Barbier Bazin Bellanger Berthelot Besnard Blanchet Boucher Bourdon Brunel Caron Chevalier
    Collet Cordier Courtois Delaunay Delmas Deschamps Dufour Dumas Fabre Faucher Ferrand Fleury
    Fournier Gaillard Garnier Gauthier Gilbert Girault Grandjean Guérin Hamon Hébert Hubert Jacquet
    Jolivet Lambert Langlois Laurent Leclerc Lefort Lemaire Lepage Mallet Marchand Maréchal Masson
    Mercier Meunier Moulin Noël Olivier Pasquier Perrin Picard Poirier Prévost Quentin Raynaud Renard
    Rivière Rousseau Sabatier Sauvage Tessier Thibault Tournier Vasseur Verdier Vidal Voisin Weber
    Schneider Muller Klein Hoffmann Keller Kermarrec Quéméneur Kerdoncuff Cariou Riou
    Etcheverry Harispe Iriart Casanova Santoni Albertini Rossi Bianchi Ferrari Moretti Garcia Lopez
    Martinez Sanchez Fernandez Romero Pereira Ferreira Carvalho Teixeira Marques Gonçalves Lopes
    Benali Belkacem Bouzid Cherif Hamdi Haddad Khelifi Mansouri Meziane Saïdi Slimani Zerrouki Amrani
    Benslimane Ouazzani Tazi Idrissi Diallo Diop Traoré Coulibaly Keïta Camara Konaté Sissoko Touré
    Ndiaye Sarr Cissé Fofana Kouassi Koné Mbaye Ngoma Mabiala Okemba Nguyen Tran Pham Vu Hoang Chen
    Wang Zhang Liu Tanaka Kim Yilmaz Demir Kaya Aydin Arslan Kowalski Nowak Wisniewski Ivanov Petrov
    Kovalenko Shevchenko Popescu Ionescu Sharma Patel Singh Ramassamy Payet Hoarau Grondin Rakoto
    Randria Teriitahi Tehei Cohen Lévy Attal Bloch Hakopian Sarkissian Petrossian
    """.split(),
    "Le Bihan",
    "Le Gall",
    "Le Floc'h",
    "La Rosa",
    "El Mansour",
    "Ben Youssef",
    "Aït Ouali",
    "Da Silva",
    "Dos Santos",
    "De Oliveira",
    "De la Fontaine",
    "De Villeneuve",
    "Du Plessis",
    "Des Moulins",
    "D'Hervilly",
    "D'Angelo",
    "L'Hostis",
    "O'Connor",
    "N'Guessan",
    "M'Bemba",
    "Van den Broeck",
    "Saint-Martin",
    "Martin-Laval",
    "Petit-Jean",
    "Blanc-Garnier",
    "Ortega Ruiz",
    "Nguyen Van",
    "Pham Thi",
]

STREETS = """
Lilas Tilleuls Glycines Acacias Peupliers Écoles Tanneurs Lavandières Jardins Moulins Vergers
Sources Remparts Marronniers Violettes Hirondelles
""".split()

TOWNS = [("99100", "Val-Préau"), ("99110", "Saint-Aubin-les-Prés"), ("99120", "Les Marelles")]
